import { runGit } from "../../run-git.ts";
import type { View } from "../../view/open-view.ts";

/** What a ref holds: an object's id, or the name of another ref. */
export type RefValue = { kind: "id"; id: string } | { kind: "symbolic"; ref: string };

const FORMAT = "--format=%(refname)%00%(objectname)%00%(symref)";

/** The refs of a repository by their whole names: all, or those that are or begin with one. */
export async function readRefs({ path, reader }: View, beginning?: string): Promise<Map<string, RefValue>> {
  const args = ["for-each-ref", FORMAT, ...(beginning === undefined ? [] : [beginning])];
  const output = await runGit({ args, repositoryPath: path, as: reader });
  const refs = new Map<string, RefValue>();
  for (const line of output.split("\n").filter(Boolean)) {
    const [name = "", id = "", ref = ""] = line.split("\0");
    refs.set(name, ref === "" ? { kind: "id", id } : { kind: "symbolic", ref });
  }
  return refs;
}

export async function readRef(target: View, name: string): Promise<RefValue | null> {
  return (await readRefs(target, name)).get(name) ?? null;
}

/** The commit that a ref is at by itself; null: it isn't there, or leads to another. */
export function commitOf(value: RefValue | null | undefined): string | null {
  return value?.kind === "id" ? value.id : null;
}
