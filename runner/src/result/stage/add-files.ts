import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Git } from "../../workspace/git.ts";
import { showName } from "../../workspace/name-files.ts";
import type { ChangedFiles } from "./sort-changes.ts";

const MAX_ERROR_LENGTH = 300;
/** Of a disk that is full, for example, each file would say so. */
const MAX_FAILURES = 20;

/** A file that git doesn't take, and its words on it. */
interface Refused {
  name: string;
  error: Error;
}

/**
 * Brings an index to what the named files are, and to nothing else: whatever looks at all files reads and stores them all
 * again, as git believes none that is as young as the index. Returns what could not be taken, a few words each.
 */
export async function addFiles(git: Git, { gone, folders, files }: Omit<ChangedFiles, "leftOut">): Promise<string[]> {
  // A file where a folder was, or the other way round, finds its place free.
  const left = [...(await update(git, gone, ["--force-remove"])), ...(await update(git, folders, ["--remove"]))];
  const refused = await update(git, files, ["--add", "--replace"]);
  if (refused.length > 0) {
    left.push(...(await addAsTheyAre(git, refused)));
  }
  if (left.length > MAX_FAILURES) {
    throw left[0]?.error;
  }
  return left.map(({ name, error }) => `${showName(name)} (${error.message.slice(0, MAX_ERROR_LENGTH)})`);
}

/** git refuses a file that can't be brought from the encoding that an attribute names, though it may be right without. */
async function addAsTheyAre(git: Git, refused: Refused[]): Promise<Refused[]> {
  const attributes = await git.run("rev-parse", "--path-format=absolute", "--git-path", "info/attributes");
  await mkdir(dirname(attributes), { recursive: true });
  await writeFile(attributes, "* !working-tree-encoding\n");
  const names = refused.map(({ name }) => name);
  const left = await update(git, names, ["--add", "--replace"]);
  await rm(attributes);
  return left;
}

/** Returns those that git refuses; after so many, whatever is still refused together with them. */
async function update(git: Git, names: string[], options: string[]): Promise<Refused[]> {
  const refused: Refused[] = [];
  const take = async (part: string[]): Promise<void> => {
    const input = Buffer.from(part.map((name) => `${name}\0`).join(""), "latin1");
    try {
      await git.exchange(input, "update-index", ...options, "-z", "--stdin");
    } catch (cause) {
      if (part.length === 1 || refused.length >= MAX_FAILURES) {
        refused.push(...part.map((name) => ({ name, error: cause as Error })));
        return;
      }
      // git takes all or nothing: half by half, it shows which of them it can't take.
      const middle = Math.ceil(part.length / 2);
      await take(part.slice(0, middle));
      await take(part.slice(middle));
    }
  };
  await (names.length === 0 ? undefined : take(names));
  return refused;
}
