import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { runGit } from "./run-git.ts";

export interface TreeChange {
  path: string;
  mode: string;
  /** null: the path goes. */
  sha: string | null;
}

const NOTHING = "0".repeat(40);

/** Writes the tree that the changes make of another one; null: of none. Throws where git refuses it. */
export async function writeTree(folder: string, base: string | null, changes: readonly TreeChange[]): Promise<string> {
  const env = { GIT_INDEX_FILE: join(folder, `index-${randomUUID()}`) };
  try {
    await runGit(folder, ["read-tree", ...(base === null ? ["--empty"] : [base])], { env });
    const lines = changes.map(({ path, mode, sha }) => `${sha === null ? "0" : mode} ${sha ?? NOTHING}\t${path}\0`);
    await runGit(folder, ["update-index", "-z", "--index-info"], { env, input: lines.join("") });
    return await runGit(folder, ["write-tree"], { env });
  } finally {
    await rm(env.GIT_INDEX_FILE, { force: true });
  }
}

export function writeBlob(folder: string, bytes: Uint8Array): Promise<string> {
  return runGit(folder, ["hash-object", "-w", "--stdin"], { input: bytes });
}
