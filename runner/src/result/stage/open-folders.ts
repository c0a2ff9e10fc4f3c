import { chmod, lstat, readdir } from "node:fs/promises";

/** To list a folder, and to reach what is in it. */
const OPEN = 0o500;

/**
 * Opens a folder and those within that their owner may not list or enter: git says of what is in them neither that it is there
 * nor that it changed. Links aren't followed. Returns the paths of those that stay closed.
 */
export async function openFolders(folder: string): Promise<string[]> {
  const closed: string[] = [];
  const waiting = [Buffer.from(folder)];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const isOpen = await openFolder(path);
    const entries = isOpen ? await readdir(path, { withFileTypes: true, encoding: "buffer" }).catch(() => null) : null;
    if (entries === null) {
      closed.push(path.toString());
    }
    for (const entry of entries ?? []) {
      if (entry.isDirectory()) {
        waiting.push(Buffer.concat([path, Buffer.from("/"), entry.name]));
      }
    }
  }
  return closed;
}

/** Whether the folder is open then. */
export async function openFolder(path: Buffer | string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  if (!found?.isDirectory()) {
    return false;
  }
  if ((found.mode & OPEN) === OPEN) {
    return true;
  }
  return chmod(path, (found.mode & 0o7777) | OPEN).then(
    () => true,
    () => false,
  );
}
