import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import type { ObjectReader } from "../../objects/object-reader.ts";
import type { Commit } from "../../objects/parse-commit.ts";
import { MalformedObject } from "../../objects/parse-tree.ts";
import { cleanMessage } from "./clean-message.ts";
import { endMessage } from "./end-message.ts";

interface Identity {
  name: string;
  email: string;
}

export interface Rewrite {
  reader: Pick<ObjectReader, "commit">;
  repositoryPath: string;
  /** Parents before their children. */
  commits: readonly string[];
  author: Identity;
  committer: Identity;
  /** As the order has them. */
  trailers: readonly string[] | null;
}

/**
 * Writes commits anew under an author and committer of ours: who made them is what we know, not what they claim. Tree,
 * message, date and the shape of the history stay; every other header goes. The same commits become the same again.
 * Returns old names with new ones.
 */
export async function rewriteCommits(rewrite: Rewrite): Promise<Map<string, string>> {
  const { reader, repositoryPath, commits } = rewrite;
  const names = new Map<string, string>();
  const old = new Set(commits);
  for (const id of commits) {
    old.delete(id);
    const commit = await reader.commit(id);
    if (commit.parents.some((parent) => old.has(parent))) {
      throw new MalformedObject("a commit that stands before its parent");
    }
    const bytes = Buffer.from(compose(commit, names, rewrite));
    const name = nameOf(bytes, id.length);
    names.set(id, name);
    await store(repositoryPath, name, bytes);
  }
  return names;
}

function compose(commit: Commit, names: ReadonlyMap<string, string>, rewrite: Rewrite): string {
  const { author, committer, trailers } = rewrite;
  const headers = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${names.get(parent) ?? parent}`),
    `author ${author.name} <${author.email}> ${dateOf(commit.author)}`,
    `committer ${committer.name} <${committer.email}> ${dateOf(commit.committer)}`,
  ];
  const message = cleanMessage(commit.message);
  return `${headers.join("\n")}\n\n${trailers === null ? message : endMessage(message, trailers)}`;
}

const DATE = /> (\d{1,11} [+-](?:0\d|1[0-4])[0-5]\d)$/;

/** Seconds and zone; those of the agent's clock, as far as they are any. */
function dateOf(line: string): string {
  return DATE.exec(line)?.[1] ?? "0 +0000";
}

/** As git names an object. The names of the commits after it depend on it. */
function nameOf(bytes: Buffer, length: number): string {
  const hash = createHash(length === 40 ? "sha1" : "sha256");
  return hash.update(headerOf(bytes)).update(bytes).digest("hex");
}

function headerOf(bytes: Buffer): Buffer {
  return Buffer.from(`commit ${bytes.length}\0`);
}

/** As git stores an object by itself. One that the repository has already may be the mirror's file, and is left alone. */
async function store(repositoryPath: string, name: string, bytes: Buffer): Promise<void> {
  const folder = join(repositoryPath, "objects", name.slice(0, 2));
  await mkdir(folder, { recursive: true });
  const object = deflateSync(Buffer.concat([headerOf(bytes), bytes]));
  await writeFile(join(folder, name.slice(2)), object, { mode: 0o444, flag: "wx" }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") {
        throw error;
      }
    },
  );
}
