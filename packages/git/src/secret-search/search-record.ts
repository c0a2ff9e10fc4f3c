import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * In a quarantine or result: for each commit that was searched for the execution's secrets, a file with its name that lists
 * the objects that it has beyond its repository and in which one was found. Only the gateway, which can open the secrets,
 * makes one for what was pushed.
 */
export const SEARCH_FOLDER = "secret-search";
/** More can't be looked at. A push that would pass it is refused. */
export const MAX_SECRET_OBJECTS = 1000;

/** The objects that hold a secret; null: nobody searched the commit. */
export async function readSearch(repositoryPath: string, commit: string): Promise<Set<string> | null> {
  try {
    const text = await readFile(join(repositoryPath, SEARCH_FOLDER, commit), "utf8");
    return new Set(text.split("\n").filter(Boolean));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return null;
    }
    throw error;
  }
}

export async function writeSearch(repositoryPath: string, commit: string, objects: Iterable<string>): Promise<void> {
  const file = join(repositoryPath, SEARCH_FOLDER, commit);
  await mkdir(join(repositoryPath, SEARCH_FOLDER), { recursive: true });
  await writeFile(`${file}.new`, [...objects].map((object) => `${object}\n`).join(""));
  await rename(`${file}.new`, file);
}

/** Takes the search of a commit along to where the commit goes on. */
export async function carrySearch(commit: string, { from, to }: { from: string; to: string }): Promise<void> {
  const objects = await readSearch(from, commit);
  if (objects !== null) {
    await writeSearch(to, commit, objects);
  }
}
