import { runGit } from "./run-git.ts";

/** Beyond it, what a repository has of such files is cut, the same way each time. */
const MAX_FILES = 1000;

/** Files of a commit by their base names, in which `*` stands for anything: paths with the ids of their contents. Links are left out. */
export async function findFiles(input: {
  repositoryPath: string;
  commit: string;
  names: readonly string[];
}): Promise<Map<string, string>> {
  const { repositoryPath, commit, names } = input;
  const isWanted = names.map(toPattern);
  const output = await runGit({ args: ["ls-tree", "-r", "-z", "--full-tree", commit], repositoryPath });
  const files = new Map<string, string>();
  for (const line of output.split("\0")) {
    const [, object = "", path = ""] = /^100\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (path !== "" && files.size < MAX_FILES && isWanted.some((pattern) => pattern.test(name))) {
      files.set(path, object);
    }
  }
  return files;
}

function toPattern(name: string): RegExp {
  const parts = name.split("*").map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
