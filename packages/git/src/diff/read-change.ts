import type { ChangedFile, ReadChange, ReadChangeInput } from "@catalyst/core";
import { type Compared, compare } from "./compare.ts";
import { findCompared } from "./find-compared.ts";

const MAX_LIST_BYTES = 1024 * 1024;
const MAX_PATCH_BYTES = 1024 * 1024;

/** What package managers write: nobody reads a line of it, and it is longer than the rest. */
const LOCK_FILES = [
  ...["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "deno.lock"],
  ...["Cargo.lock", "go.sum", "Gemfile.lock", "composer.lock", "poetry.lock", "uv.lock", "Pipfile.lock", "flake.lock"],
  ...["*.min.js", "*.min.css", "*.js.map", "*.css.map"],
];
const WITHOUT_LOCK_FILES = [":(top,glob)**", ...LOCK_FILES.map((name) => `:(top,exclude,glob)**/${name}`)];

/** What a change is, see the port. */
export async function readChange(
  input: Omit<ReadChangeInput, "repo" | "executionId"> & { repositoryPath: string },
): Promise<ReadChange> {
  const compared = await findCompared(input);
  const { bytes, isWhole } = await compare(compared, {
    options: ["-p"],
    pathspecs: WITHOUT_LOCK_FILES,
    maxBytes: MAX_PATCH_BYTES,
  });
  return { files: await listFiles(compared), patch: bytes.toString("utf8"), isWhole };
}

async function listFiles(compared: Compared): Promise<ChangedFile[]> {
  const options = ["-z", "--numstat"];
  const { bytes } = await compare(compared, { options, pathspecs: [], maxBytes: MAX_LIST_BYTES });
  const fields = bytes.toString("utf8").split("\0");
  const files: ChangedFile[] = [];
  for (let at = 0; at < fields.length; at++) {
    const [, insertions, deletions, path] = /^(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(fields[at] ?? "") ?? [];
    if (path === undefined) {
      continue;
    }
    // Of a renamed file both names follow.
    const isRenamed = path === "";
    const counts = insertions === "-" ? null : { insertions: Number(insertions), deletions: Number(deletions) };
    files.push({ path: isRenamed ? (fields[at + 2] ?? "") : path, lines: counts });
    at += isRenamed ? 2 : 0;
  }
  return files;
}
