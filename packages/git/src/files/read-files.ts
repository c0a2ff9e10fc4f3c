import { CatalystError } from "@catalyst/core";
import { type Identity, readGitBytes, runGit } from "../run-git.ts";
import { isPlainPath } from "./plain-path.ts";

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
  const blobs = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const [type, object = "", size] = (answers[index] ?? "").split(" ");
    if (type === "blob" && Number(size) <= maxBytes) {
      blobs.set(path, object);
    }
  }
  const texts = await readTexts([...new Set(blobs.values())], { repositoryPath, as });
  const files = new Map<string, string>();
  for (const [index, path] of paths.entries()) {
    const text = texts.get(blobs.get(path) ?? "") ?? null;
    if (text !== null) {
      files.set(path, text);
    } else if (wanted.mustBeReadable === true && !isMissing(answers[index])) {
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

/** The contents of small objects by one git; null for what isn't UTF-8. */
async function readTexts(
  objects: string[],
  where: { repositoryPath: string; as: Identity | null },
): Promise<Map<string, string | null>> {
  const texts = new Map<string, string | null>();
  if (objects.length === 0) {
    return texts;
  }
  const bytes = await readGitBytes({ ...where, args: ["cat-file", "--batch"], input: `${objects.join("\n")}\n` });
  // Before each content stands a line with its object, type and size; a line's end follows it.
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf("\n", at);
    const [object = "", , size] = bytes.subarray(at, end).toString().split(" ");
    const content = bytes.subarray(end + 1, end + 1 + Number(size));
    texts.set(object, decode(content));
    at = end + 1 + content.length + 1;
  }
  return texts;
}

function decode(content: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch (error) {
    if (error instanceof TypeError) {
      return null;
    }
    throw error;
  }
}
