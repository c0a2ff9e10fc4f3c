import { findEntry } from "../../objects/find-entry.ts";
import type { ObjectReader } from "../../objects/object-reader.ts";
import { FOLDER_MODE, type TreeEntry } from "../../objects/parse-tree.ts";
import { readStart } from "../../objects/read-start.ts";

const FOLDER = ".github/workflows";
const MAX_FILES = 50;
const MAX_BYTES = 64 * 1024;
const MAX_ALL_BYTES = 512 * 1024;

/** What the workflows of a tree say, byte for byte in latin1: 50 files of 64 KiB and 512 KiB of all at most. */
export async function readWorkflows(reader: ObjectReader, tree: string): Promise<string> {
  const folder = await findEntry(reader, tree, FOLDER);
  if (folder?.mode !== FOLDER_MODE) {
    return "";
  }
  const files = [...(await reader.tree(folder.id)).values()].filter(isWorkflow).slice(0, MAX_FILES);
  const texts: string[] = [];
  for (const { id } of files) {
    texts.push((await readStart(reader, id, MAX_BYTES)).bytes.toString("latin1"));
  }
  return texts.join("\n").slice(0, MAX_ALL_BYTES);
}

function isWorkflow({ name, mode }: TreeEntry): boolean {
  return /\.ya?ml$/i.test(name) && mode.startsWith("100");
}
