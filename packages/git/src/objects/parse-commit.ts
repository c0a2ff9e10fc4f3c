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
  const [tree = "", ...parents] = readPlaces(headers);
  const headerOf = (name: string) => headers.find(([header]) => header === name)?.[1] ?? "";
  const message = bytes.subarray(end === -1 ? bytes.length : end + 2);
  return {
    tree,
    parents,
    author: headerOf("author"),
    committer: headerOf("committer"),
    message: decode(message, headerOf("encoding")),
  };
}

/**
 * Tree and parents, which come first: git takes nothing for a parent that stands after another header, and neither may whoever
 * checks what git will show.
 */
function readPlaces(headers: [string, string][]): string[] {
  const end = headers.findIndex(([name], index) => name !== (index === 0 ? "tree" : "parent"));
  const places = end === -1 ? headers : headers.slice(0, end);
  const isOdd = headers.slice(places.length).some(([name]) => name === "tree" || name === "parent");
  if (places.length === 0 || isOdd || !places.every(([, id]) => ID.test(id))) {
    throw new MalformedObject("a commit without a tree in its first line, or with an odd parent");
  }
  return places.map(([, id]) => id);
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
