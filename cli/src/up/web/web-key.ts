import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, matchesGlob, relative } from "node:path";

/** What the web app is made of: its own folder with its lock file, and the packages that it is built with. */
const SOURCES = ["web", "packages/api", "packages/core"];
/** Where it stands what is made in the checkout, and no part of it. */
const IGNORE_FILES = [".gitignore", "web/.gitignore"];
const IS_TEST = /\.(test|contract)\.tsx?$/;
const KEY_LENGTH = 16;

/** Names what would be built of this checkout: another one as soon as a file of it is another one, or Node is. */
export async function findWebKey(root: string): Promise<string> {
  const hash = createHash("sha256").update(`${process.version} ${process.arch}\n`);
  const ignored = await readIgnored(root);
  for (const source of SOURCES) {
    for (const path of await listFiles(join(root, source), ignored)) {
      const content = await readFile(path);
      hash.update(`${relative(root, path)} ${content.length}\n`).update(content);
    }
  }
  return hash.digest("hex").slice(0, KEY_LENGTH);
}

/** Names that git ignores, wherever they are: of its rules ours use no others. Git itself isn't asked, as a checkout may have none. */
async function readIgnored(root: string): Promise<string[]> {
  const texts = await Promise.all(IGNORE_FILES.map((path) => readFile(join(root, path), "utf8").catch(() => "")));
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => line.replace(/\/$/, ""));
}

/** In an order that is the same everywhere. */
async function listFiles(folder: string, ignored: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const kept = entries
    .filter(({ name }) => !IS_TEST.test(name) && !ignored.some((pattern) => matchesGlob(name, pattern)))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const lists = await Promise.all(
    kept.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        return listFiles(path, ignored);
      }
      return entry.isFile() ? [path] : [];
    }),
  );
  return lists.flat();
}
