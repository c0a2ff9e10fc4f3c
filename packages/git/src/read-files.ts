import { execa } from "execa";
import { gitArgs, gitOptions, runGit } from "./run-git.ts";

/** Files of a commit as text. Left out: what doesn't exist, isn't a file, isn't UTF-8, or is longer than `maxBytes`. */
export async function readFiles(input: {
  repositoryPath: string;
  commit: string;
  paths: string[];
  maxBytes: number;
}): Promise<Map<string, string>> {
  const { repositoryPath, commit, maxBytes } = input;
  const paths = input.paths.filter(isPlainPath);
  if (paths.length === 0) {
    return new Map();
  }
  const questions = paths.map((path) => `${commit}:${path}\n`).join("");
  const args = ["cat-file", "--batch-check=%(objecttype) %(objectname) %(objectsize)"];
  const answers = (await runGit({ args, repositoryPath, input: questions })).split("\n");
  const files = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const [type, object = "", size] = (answers[index] ?? "").split(" ");
    const text = type === "blob" && Number(size) <= maxBytes ? await readText(repositoryPath, object) : null;
    if (text !== null) {
      files.set(path, text);
    }
  }
  return files;
}

/** git takes `commit:./x` and `commit:../x` as relative to a folder, which a bare repository doesn't have. */
function isPlainPath(path: string): boolean {
  return (
    path !== "" && !/[\n\0]/.test(path) && !path.split("/").some((part) => part === "" || part === "." || part === "..")
  );
}

async function readText(repositoryPath: string, object: string): Promise<string | null> {
  const run = { args: ["cat-file", "blob", object], repositoryPath };
  const { stdout } = await execa("git", gitArgs(run), {
    ...gitOptions(run),
    encoding: "buffer",
    stripFinalNewline: false,
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(stdout);
  } catch {
    return null;
  }
}
