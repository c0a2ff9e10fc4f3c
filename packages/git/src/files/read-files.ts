import { CatalystError } from "@catalyst/core";
import { type GitRun, type Identity, readGitBytes, runGit } from "../run-git.ts";

/**
 * Files of a commit as text. Left out: what doesn't exist, isn't a file, isn't UTF-8, or is longer than `maxBytes`; with
 * `mustBeReadable` all of these but the first throw `invalid_configuration`. Throws `not_found` without the commit.
 */
export async function readFiles(wanted: {
  repositoryPath: string;
  commit: string;
  paths: string[];
  maxBytes: number;
  mustBeReadable?: boolean;
  as?: Identity | null;
}): Promise<Map<string, string>> {
  const { repositoryPath, commit, maxBytes, as = null } = wanted;
  const paths = wanted.paths.filter(isPlainPath);
  if (paths.length === 0) {
    return new Map();
  }
  const questions = [`${commit}^{commit}`, ...paths.map((path) => `${commit}:${path}`)];
  const args = ["cat-file", "--batch-check=%(objecttype) %(objectname) %(objectsize)"];
  const input = `${questions.join("\n")}\n`;
  const [found, ...answers] = (await runGit({ args, repositoryPath, as, input })).split("\n");
  if (isMissing(found)) {
    throw new CatalystError(
      "not_found",
      `Reading files at ${commit.slice(0, 12)} failed: that commit isn't there any more.`,
    );
  }
  const files = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const [type, object = "", size] = (answers[index] ?? "").split(" ");
    const text =
      type === "blob" && Number(size) <= maxBytes
        ? await readText({ args: ["cat-file", "blob", object], repositoryPath, as })
        : null;
    if (text !== null) {
      files.set(path, text);
    } else if (wanted.mustBeReadable === true && type !== undefined && !isMissing(answers[index])) {
      throw new CatalystError(
        "invalid_configuration",
        `Reading ${path} at ${commit.slice(0, 8)} failed: it is not a text file in UTF-8 of at most ${maxBytes} bytes. Mend it, or remove it, on the base branch.`,
      );
    }
  }
  return files;
}

/** git's answer for what isn't there repeats the question. */
function isMissing(answer: string | undefined): boolean {
  return answer === undefined || answer === "" || answer.endsWith(" missing");
}

/** git takes `commit:./x` and `commit:../x` as relative to a folder, which a bare repository doesn't have. */
function isPlainPath(path: string): boolean {
  return (
    path !== "" && !/[\n\0]/.test(path) && !path.split("/").some((part) => part === "" || part === "." || part === "..")
  );
}

async function readText(run: GitRun): Promise<string | null> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await readGitBytes(run));
  } catch (error) {
    if (error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}
