import { join } from "node:path";
import { readSmallFile } from "@catalyst/settings-files";

/** Those of the files that lie in a folder, committed or not; links aren't followed. Throws like `readSmallFile`. */
export async function readCheckout(folder: string, paths: readonly string[]): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const path of paths) {
    const text = await readSmallFile(join(folder, path), { followsLinks: false });
    if (text !== null) {
      files.set(path, text);
    }
  }
  return files;
}
