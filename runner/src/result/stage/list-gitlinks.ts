import type { Git } from "../../workspace/git.ts";
import { showName, splitNames } from "../../workspace/name-files.ts";

const GITLINK = "160000";

export interface Gitlink {
  name: string;
  commit: string;
}

/** The folders that an index has as a mere link to a commit of another repository, and that the base doesn't have so. */
export async function listGitlinks(git: Git, base: string | null): Promise<Gitlink[]> {
  const entries = splitNames(await git.exchange("", "ls-files", "--stage", "-z"));
  const added = new Map<string, Gitlink>();
  for (const entry of entries.filter((one) => one.startsWith(GITLINK))) {
    const name = entry.slice(entry.indexOf("\t") + 1);
    const before = base === null ? "" : await git.ask("ls-tree", "--full-tree", base, "--", showName(name));
    if (!before?.startsWith(GITLINK)) {
      added.set(name, { name, commit: entry.split(" ")[1] ?? "" });
    }
  }
  return [...added.values()];
}
