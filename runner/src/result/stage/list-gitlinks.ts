import type { Git } from "../../workspace/git.ts";
import { showName } from "../../workspace/name-files.ts";
import type { IndexEntry } from "./list-index.ts";

const GITLINK = "160000";

export interface Gitlink {
  name: string;
  commit: string;
}

/** The folders that an index has, of all its entries, as a mere link to a commit of another repository, and that the base doesn't have so. */
export async function listGitlinks(git: Git, entries: IndexEntry[], base: string | null): Promise<Gitlink[]> {
  const added = new Map<string, Gitlink>();
  for (const { name, object } of entries.filter(({ mode }) => mode === GITLINK)) {
    const before = base === null ? "" : await git.ask("ls-tree", "--full-tree", base, "--", showName(name));
    if (!before?.startsWith(GITLINK)) {
      added.set(name, { name, commit: object });
    }
  }
  return [...added.values()];
}
