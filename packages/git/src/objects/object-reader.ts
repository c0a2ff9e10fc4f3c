import { spawn } from "node:child_process";
import { GIT_ENV } from "../run-git.ts";
import { createByteReader } from "./byte-reader.ts";
import { type Commit, parseCommit } from "./parse-commit.ts";
import { MalformedObject, parseTree, type Tree } from "./parse-tree.ts";

/** Reads objects of one repository as they are stored, through one `git cat-file`; no filter or textconv comes between. */
export interface ObjectReader {
  commit(id: string): Promise<Commit>;
  tree(id: string): Promise<Tree>;
  /** Streams any object. Throws when it isn't there or can't be read. */
  read(id: string, onPiece: (piece: Buffer) => void): Promise<ObjectFacts>;
  close(): void;
}

export interface ObjectFacts {
  type: string;
  bytes: number;
}

interface ObjectPlace {
  repositoryPath: string;
  /** Whatever git needs beside what it always gets. */
  env?: Record<string, string>;
}

const MAX_HEADER_BYTES = 200;
/** Trees and commits are read whole. What is larger can't be pushed. */
const MAX_PARSED_BYTES = 16 * 1024 * 1024;
const MAX_CACHED_ENTRIES = 500_000;

export function createObjectReader({ repositoryPath, env = {} }: ObjectPlace): ObjectReader {
  const child = spawn("git", ["--git-dir", repositoryPath, "cat-file", "--batch"], {
    cwd: "/",
    env: { ...GIT_ENV, ...env },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  const bytes = createByteReader(child.stdout);
  let last: Promise<unknown> = Promise.resolve();
  // Asked for at once, answered in turn.
  const read: ObjectReader["read"] = (id, onPiece) => {
    child.stdin.write(`${id}\n`);
    const answer = last.then(() => readAnswer(bytes, id, onPiece));
    last = answer;
    return answer;
  };
  const readWhole = async (id: string, type: string): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    let length = 0;
    const facts = await read(id, (piece) => {
      length += piece.length;
      if (length <= MAX_PARSED_BYTES) {
        pieces.push(piece);
      }
    });
    if (facts.type !== type || length > MAX_PARSED_BYTES) {
      throw new MalformedObject(`${id} is a ${facts.type} of ${facts.bytes} bytes where a ${type} should be`);
    }
    return Buffer.concat(pieces);
  };
  const trees = createTreeCache(async (id) => parseTree(await readWhole(id, "tree"), id.length / 2));
  return {
    read,
    tree: trees,
    commit: async (id) => parseCommit(await readWhole(id, "commit")),
    close: () => void child.kill("SIGKILL"),
  };
}

async function readAnswer(
  bytes: ReturnType<typeof createByteReader>,
  id: string,
  onPiece: (piece: Buffer) => void,
): Promise<ObjectFacts> {
  const header = (await bytes.line(MAX_HEADER_BYTES))?.toString("latin1") ?? "";
  const [, type, length] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(header) ?? [];
  if (type === undefined || length === undefined) {
    throw new MalformedObject(`the object ${id} can't be read`);
  }
  await bytes.stretch(Number(length), onPiece).catch((cause: unknown) => {
    throw new MalformedObject(`the object ${id} can't be read to its end`, { cause });
  });
  await bytes.stretch(1, () => undefined);
  return { type, bytes: Number(length) };
}

/** Keeps the trees that were read last, up to a number of entries. */
function createTreeCache(read: (id: string) => Promise<Tree>): (id: string) => Promise<Tree> {
  const known = new Map<string, Tree>();
  let entries = 0;
  return async (id) => {
    const tree = known.get(id) ?? (await read(id));
    entries += known.delete(id) ? 0 : tree.size;
    known.set(id, tree);
    for (const [oldest, { size }] of known) {
      if (entries <= MAX_CACHED_ENTRIES || oldest === id) {
        break;
      }
      known.delete(oldest);
      entries -= size;
    }
    return tree;
  };
}
