import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** What the web app is made of: its own folder with its lock file, and the packages that it is built with. */
const SOURCES = ["web", "packages/api", "packages/core"];
/** What is made there, and what isn't part of it. */
const MADE = ["node_modules", ".next", "next-env.d.ts"];
const IS_TEST = /\.(test|contract)\.tsx?$/;
const KEY_LENGTH = 16;

/** Names what would be built of this checkout: another one as soon as a file of it is another one, or Node is. */
export async function findWebKey(root: string): Promise<string> {
  const hash = createHash("sha256").update(`${process.version} ${process.arch}\n`);
  for (const source of SOURCES) {
    for (const path of await listFiles(join(root, source))) {
      const content = await readFile(path);
      hash.update(`${relative(root, path)} ${content.length}\n`).update(content);
    }
  }
  return hash.digest("hex").slice(0, KEY_LENGTH);
}

/** In an order that is the same everywhere. */
async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const kept = entries
    .filter(({ name }) => !MADE.includes(name) && !IS_TEST.test(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const lists = await Promise.all(
    kept.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return listFiles(path);
      }
      return entry.isFile() ? [path] : [];
    }),
  );
  return lists.flat();
}
