import { MalformedObject } from "./parse-tree.ts";

export interface Commit {
  tree: string;
  parents: string[];
  /** Who made it and when, as it stands there: `Name <mail> seconds zone`. */
  author: string;
  committer: string;
  /** As text; `encoding` said how to read its bytes. */
  message: string;
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Reads a commit object. Headers that aren't named here mean nothing to us. Throws when the bytes aren't a commit. */
export function parseCommit(bytes: Buffer): Commit {
  const end = bytes.indexOf("\n\n");
  const headers = readHeaders(bytes.toString("latin1", 0, end === -1 ? bytes.length : end));
  const trees = headers.filter(([name]) => name === "tree").map(([, value]) => value);
  const parents = headers.filter(([name]) => name === "parent").map(([, value]) => value);
  if (trees.length !== 1 || ![...trees, ...parents].every((id) => ID.test(id))) {
    throw new MalformedObject("a commit without exactly one tree, or with an odd parent");
  }
  const headerOf = (name: string) => headers.find(([header]) => header === name)?.[1] ?? "";
  const message = bytes.subarray(end === -1 ? bytes.length : end + 2);
  return {
    tree: trees[0] as string,
    parents,
    author: headerOf("author"),
    committer: headerOf("committer"),
    message: decode(message, headerOf("encoding")),
  };
}

/** A line that begins with a blank goes on with the header before it. */
function readHeaders(text: string): [string, string][] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith(" "))
    .map((line) => {
      const blank = line.indexOf(" ");
      return blank === -1 ? [line, ""] : [line.slice(0, blank), line.slice(blank + 1)];
    });
}

/** Without a good `encoding`, UTF-8 where it is, else latin1: every byte becomes something that can be seen. */
function decode(message: Buffer, encoding: string): string {
  for (const label of [encoding || "utf-8", "utf-8"]) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(message);
    } catch {
      // Unknown, or not what it says.
    }
  }
  return message.toString("latin1");
}
