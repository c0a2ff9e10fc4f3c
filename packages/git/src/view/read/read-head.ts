import { lstat, readlink } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import type { RepositoryPlace } from "../locate-repository.ts";
import { readPlainFile } from "./read-plain-file.ts";

const MAX_HEAD_BYTES = 4096;

/** A folder's HEAD as it is written: `ref: ` and the name of a ref, or a commit. Throws `invalid_input` for anything else. */
export async function readHead({ root }: RepositoryPlace, folder: string): Promise<string> {
  const path = join(folder, "HEAD");
  const head = (await lstat(path)).isSymbolicLink() ? `ref: ${await readlink(path)}` : await readText(path);
  if (/^ref:\s*refs\/[^\s\0]+$/.test(head) || /^[0-9a-f]{40,64}$/.test(head)) {
    return head;
  }
  throw new CatalystError(
    "invalid_input",
    `Opening the repository ${root} failed: ${path} names neither a branch nor a commit. Mend it: git symbolic-ref HEAD refs/heads/main`,
  );
}

async function readText(path: string): Promise<string> {
  const file = await readPlainFile(path, { maxBytes: MAX_HEAD_BYTES });
  return file.kind === "file" ? file.bytes.toString().trim() : "";
}
