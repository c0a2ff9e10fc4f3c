import type { Git } from "../../workspace/git.ts";
import { showName } from "../../workspace/name-files.ts";
import type { ChangedFiles } from "./sort-changes.ts";

const MAX_ERROR_LENGTH = 300;
/** Of a disk that is full, for example, each file would say so. */
const MAX_FAILURES = 20;

/**
 * Brings an index to what the named files are, and to nothing else: whatever looks at all files reads and stores them all
 * again, as git believes none that is as young as the index. Returns what could not be taken, a few words each.
 */
export async function addFiles(git: Git, { gone, folders, files }: Omit<ChangedFiles, "leftOut">): Promise<string[]> {
  const failures: string[] = [];
  const update = async (names: string[], options: string[]): Promise<void> => {
    if (names.length === 0) {
      return;
    }
    const input = Buffer.from(names.map((name) => `${name}\0`).join(""), "latin1");
    try {
      await git.exchange(input, "update-index", ...options, "-z", "--stdin");
    } catch (error) {
      if (failures.length >= MAX_FAILURES) {
        throw error;
      }
      if (names.length === 1) {
        failures.push(`${showName(names[0] ?? "")} (${(error as Error).message.slice(0, MAX_ERROR_LENGTH)})`);
        return;
      }
      // git takes all or nothing: half by half, it shows which of them it can't take.
      const middle = Math.ceil(names.length / 2);
      await update(names.slice(0, middle), options);
      await update(names.slice(middle), options);
    }
  };
  // A file where a folder was, or the other way round, finds its place free.
  await update(gone, ["--force-remove"]);
  await update(folders, ["--remove"]);
  await update(files, ["--add", "--replace"]);
  return failures;
}
