import { askGit, type Identity } from "../run-git.ts";

/** Those of the folders that a commit hasn't; none where there is no such commit. */
export async function listAbsentFolders(input: {
  repositoryPath: string;
  commit: string;
  folders: readonly string[];
  as?: Identity | null;
}): Promise<string[]> {
  const { repositoryPath, commit, folders, as = null } = input;
  const args = ["ls-tree", "-d", "-z", "--name-only", "--full-tree", commit, "--", ...folders];
  const { ok, output } = await askGit({ args, repositoryPath, as });
  const found = new Set(output.split("\0"));
  return ok ? folders.filter((folder) => !found.has(folder)) : [];
}
