import { link, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Gives a repository of ours the objects of another one without copying them: the files are never changed, so both may have
 * the same, and either may go. What is written there meanwhile may be missing.
 */
export async function linkObjects(objects: string, repositoryPath: string): Promise<void> {
  const own = join(repositoryPath, "objects");
  const entries = await readdir(objects, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && /^(?:[0-9a-f]{2}|pack)$/.test(entry.name));
  // Loose objects lie in up to 256 folders: one after the other they are waited for longer than all else.
  await Promise.all(folders.map(({ name }) => linkFolder(join(objects, name), join(own, name))));
}

async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const file of await readdir(from, { withFileTypes: true })) {
    if (file.isFile() && /^(?:[0-9a-f]{38,62}|pack-[0-9a-f]+\.(?:pack|idx|rev))$/.test(file.name)) {
      await link(join(from, file.name), join(to, file.name)).catch(ignoreThere);
    }
  }
}

function ignoreThere(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") {
    throw error;
  }
}
