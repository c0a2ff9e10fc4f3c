/** One name in a folder. */
export interface TreeEntry {
  /** As git stores it: `100644`, `100755`, `120000` a link, `40000` a folder, `160000` a submodule. */
  mode: string;
  /** Byte for byte in latin1. */
  name: string;
  id: string;
}

/** By name. A name that stands there twice has a second key of its own: nothing is left out. */
export type Tree = ReadonlyMap<string, TreeEntry>;

export const FOLDER_MODE = "40000";
export const LINK_MODE = "120000";
export const SUBMODULE_MODE = "160000";

const MAX_MODE_LENGTH = 7;

/** Reads a tree object; `idBytes` is 20 for SHA-1 and 32 for SHA-256. Throws when the bytes aren't a tree. */
export function parseTree(bytes: Buffer, idBytes: number): Tree {
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const zero = bytes.indexOf(0, blank + 1);
    const end = zero + 1 + idBytes;
    if (blank <= at || blank - at > MAX_MODE_LENGTH || zero <= blank + 1 || end > bytes.length) {
      throw new MalformedObject("a tree whose entries can't be read");
    }
    const mode = bytes.toString("latin1", at, blank).replace(/^0+/, "");
    const name = bytes.toString("latin1", blank + 1, zero);
    if (!/^[0-7]+$/.test(mode)) {
      throw new MalformedObject("a tree with a mode that is no number");
    }
    const key = entries.has(name) ? `${name}\0${at}` : name;
    entries.set(key, { mode, name, id: bytes.toString("hex", zero + 1, end) });
    at = end;
  }
  return entries;
}

/** An object that git itself would not make. */
export class MalformedObject extends Error {
  override readonly name = "MalformedObject";
}
