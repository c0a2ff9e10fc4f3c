import { link, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * Gives a repository of ours the objects of another one without copying them: the files are never changed, so both may have
 * the same, and either may go. What is written there meanwhile may be missing.
 */
export async function linkObjects(objects: string, repositoryPath: string): Promise<void> {
  const own = join(repositoryPath, "objects");
  for (const folder of await readdir(objects, { withFileTypes: true })) {
    const isLoose = /^[0-9a-f]{2}$/.test(folder.name);
    if (folder.isDirectory() && (isLoose || folder.name === "pack")) {
      await linkFolder(join(objects, folder.name), join(own, folder.name));
    }
  }
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
