import type { AskedHead } from "@catalyst/core";
import { askView, withView } from "../open-view.ts";

/** A repository as a person names it by a folder in it. */
export interface AskedFolder {
  /** The folder of the checkout, or of the bare repository. */
  path: string;
  /** null: HEAD has no commit. */
  head: AskedHead | null;
}

/** Where the repository of a folder is, and its HEAD at this moment. Throws like `withView`. */
export function readAskedHead(folder: string): Promise<AskedFolder> {
  return withView(folder, async (view) => {
    const [, ref = null] = /^ref:\s*(\S+)$/.exec(view.head) ?? [];
    const commit = await askView(view, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
    return { path: view.place.root, head: commit === null ? null : { ref, commit } };
  });
}
