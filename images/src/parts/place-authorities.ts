import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const FOLDER = "usr/share/ca-certificates/mozilla";
const BUNDLE = "etc/ssl/certs/ca-certificates.crt";

/** Debian's package writes whom everybody trusts into one file by a script, which doesn't run here. */
export async function placeAuthorities(root: string): Promise<void> {
  const names = (await readdir(join(root, FOLDER)).catch(() => [])).toSorted();
  if (names.length === 0) {
    return;
  }
  const texts = await Promise.all(names.map((name) => readFile(join(root, FOLDER, name), "utf8")));
  await mkdir(dirname(join(root, BUNDLE)), { recursive: true });
  await writeFile(join(root, BUNDLE), texts.map((text) => `${text.trimEnd()}\n`).join(""));
}
