import { execFile } from "node:child_process";
import { readdir, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

/** Names needn't be UTF-8: each of their bytes is a letter here. */
const BYTES = "latin1";

/**
 * Removes whatever instructs agents from the workspace, whoever put it there: also beside the repository, in what git ignores and in
 * repositories within. Links are removed by their own name and lead nowhere. Nothing else may run there meanwhile.
 */
export async function clearInstructions(repositoryPath: string, places: readonly string[]): Promise<void> {
  const repository = join(repositoryPath, ".git");
  const isPlace = matchPlaces(places);
  const clear = async (folder: string): Promise<void> => {
    for (const entry of await list(folder)) {
      const path = join(folder, entry.name.toString(BYTES));
      if (isPlace(relative(repositoryPath, path))) {
        await remove(path);
      } else if (entry.isDirectory() && path !== repository) {
        await clear(path);
      }
    }
  };
  await clear(dirname(repositoryPath));
}

/** What can't be listed here isn't found by an agent either. */
function list(folder: string) {
  return readdir(Buffer.from(folder, BYTES), { withFileTypes: true, encoding: "buffer" }).catch(() => []);
}

/** Also what its modes protect from being changed. */
async function remove(path: string): Promise<void> {
  const place = Buffer.from(path, BYTES);
  try {
    await rm(place, { recursive: true, force: true });
  } catch {
    await promisify(execFile)("/bin/chmod", ["-R", "u+rwX", "--", dirname(path)]);
    await rm(place, { recursive: true, force: true });
  }
}

/** A place that begins with a slash is the repository's root's alone; `*` stands for any letters of a name. */
function matchPlaces(places: readonly string[]): (path: string) => boolean {
  const patterns = places.map((place) => {
    const names = place.replace(/^\//, "").replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
    return `${place.startsWith("/") ? "" : "(?:.*/)?"}${names.replaceAll("*", "[^/]*")}`;
  });
  const matcher = new RegExp(`^(?:${patterns.join("|")})$`, "isu");
  return (path) => patterns.length > 0 && matcher.test(Buffer.from(path, BYTES).toString());
}
