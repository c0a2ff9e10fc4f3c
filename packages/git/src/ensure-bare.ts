import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const FILES = {
  HEAD: "ref: refs/heads/main\n",
  config: "[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n",
};
const FOLDERS = ["objects/info", "objects/pack", "refs/heads", "refs/tags"];

/** A bare repository as `git init` makes it without a template; whole, or not there. */
export async function ensureBare(path: string): Promise<void> {
  if ((await stat(path).catch(() => null)) !== null) {
    return;
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Not by the process: in containers that share the folder each may be the first.
  const fresh = `${path}.${randomUUID()}.new`;
  for (const folder of FOLDERS) {
    await mkdir(join(fresh, folder), { recursive: true });
  }
  for (const [name, content] of Object.entries(FILES)) {
    await writeFile(join(fresh, name), content);
  }
  await rename(fresh, path).catch(async (error: NodeJS.ErrnoException) => {
    // Another process was first; its repository is as good.
    await rm(fresh, { recursive: true, force: true });
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") {
      throw error;
    }
  });
}

/** What processes left of a repository that were killed while they made it. */
export async function listUnfinished(path: string): Promise<string[]> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.startsWith(`${basename(path)}.`) && name.endsWith(".new"))
    .map((name) => join(folder, name));
}
