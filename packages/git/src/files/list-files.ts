import { askGit, type Identity } from "../run-git.ts";

const MAX_FILES = 100;

/** The names of the files in one folder of a commit, the first hundred; none where there is no such folder. */
export async function listFiles(input: {
  repositoryPath: string;
  commit: string;
  folder: string;
  as?: Identity | null;
}): Promise<string[]> {
  const { repositoryPath, commit, folder, as = null } = input;
  const { ok, output } = await askGit({ args: ["ls-tree", "-z", `${commit}:${folder}`], repositoryPath, as });
  const names = (ok ? output : "").split("\0").flatMap((line) => /^100\d+ blob \w+\t(.*)$/s.exec(line)?.[1] ?? []);
  return names.slice(0, MAX_FILES);
}
