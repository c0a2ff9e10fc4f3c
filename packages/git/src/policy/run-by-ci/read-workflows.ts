import type { ObjectReader } from "../../objects/object-reader.ts";
import { FOLDER_MODE, type Tree, type TreeEntry } from "../../objects/parse-tree.ts";

const FOLDER = [".github", "workflows"];
const MAX_FILES = 50;
const MAX_BYTES = 64 * 1024;
const MAX_ALL_BYTES = 512 * 1024;

/** What the workflows of a tree say, byte for byte in latin1: 50 files of 64 KiB and 512 KiB of all at most. */
export async function readWorkflows(reader: ObjectReader, tree: string): Promise<string> {
  const folder = await findFolder(reader, tree);
  const files = [...folder.values()].filter(isWorkflow).slice(0, MAX_FILES);
  const texts: string[] = [];
  for (const { id } of files) {
    texts.push(await readStart(reader, id));
  }
  return texts.join("\n").slice(0, MAX_ALL_BYTES);
}

function isWorkflow({ name, mode }: TreeEntry): boolean {
  return /\.ya?ml$/i.test(name) && mode.startsWith("100");
}

async function findFolder(reader: ObjectReader, root: string): Promise<Tree> {
  let tree = await reader.tree(root);
  for (const name of FOLDER) {
    const entry = [...tree.values()].find((one) => one.name === name && one.mode === FOLDER_MODE);
    if (entry === undefined) {
      return new Map();
    }
    tree = await reader.tree(entry.id);
  }
  return tree;
}

async function readStart(reader: ObjectReader, id: string): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  await reader.read(id, (piece) => {
    if (bytes < MAX_BYTES) {
      pieces.push(piece);
      bytes += piece.length;
    }
  });
  return Buffer.concat(pieces).toString("latin1", 0, MAX_BYTES);
}
