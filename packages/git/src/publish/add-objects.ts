import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, readdir, rename, rm, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { FRUGAL } from "../limits/frugal-settings.ts";
import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { askGit, runGit } from "../run-git.ts";
import type { Target } from "./locate-target.ts";
import { type OpenFolder, withFolder } from "./open-folder.ts";
import { commitOf, readRefs } from "./read-refs.ts";

const PACKS = ["objects", "pack"];
const FILE_MODE = 0o444;
/** git knows a pack by its index: that comes last. */
const SUFFIXES = [".pack", ".idx"];

export interface Objects {
  /** The repository of ours that has them all. */
  source: string;
  head: string;
  /** A commit of the target whose history it has, as long as one of its refs leads there. */
  base: string;
}

/**
 * Puts all that the commit needs into a person's repository, as one pack that is made in ours. git runs with our
 * configuration alone, and is given the target's objects only to be asked whether they are there.
 */
export async function addObjects(target: Target, { source, head, base }: Objects): Promise<void> {
  if (await hasAll(target, { source, head, base })) {
    return;
  }
  const isBased = await isReachable(target, { source, base });
  if (!isBased && (await stat(join(source, "shallow")).catch(() => null)) !== null) {
    throw new CatalystError(
      "unavailable",
      `Publishing into ${target.url} failed: the commit that the work started from, ${base.slice(0, 12)}, is on none of its branches any more, and its history is cut short (a shallow clone). Bring that commit back, then try again.`,
    );
  }
  const folder = join(source, "packed");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const args = ["pack-objects", "--revs", "--quiet", "--non-empty", "--delta-base-offset", join(folder, "pack")];
  const input = `${head}\n${isBased ? `^${base}\n` : ""}`;
  await runGit({ args: [...FRUGAL, ...args], repositoryPath: source, input, limits: PUSHED_LIMITS });
  await withFolder(target, { parts: PACKS, isMade: true }, (packs) => copyPacks(folder, packs));
  await rm(folder, { recursive: true, force: true });
  if (!(await hasAll(target, { source, head, base }))) {
    throw new Error(`${target.url} misses objects of ${head} after they were put there`);
  }
}

async function copyPacks(folder: string, packs: OpenFolder): Promise<void> {
  const names = await readdir(folder);
  for (const name of SUFFIXES.flatMap((suffix) => names.filter((one) => one.endsWith(suffix)))) {
    const fresh = `tmp_${name}_${process.pid}`;
    await rm(packs.pathOf(fresh), { force: true });
    try {
      const write = (file: FileHandle) => file.writeFile(createReadStream(join(folder, name)));
      await packs.addFile(fresh, { mode: FILE_MODE, write });
      await rename(packs.pathOf(fresh), packs.pathOf(name));
    } catch (error) {
      await unlink(packs.pathOf(fresh)).catch(() => undefined);
      throw error;
    }
  }
}

/** git, as our own repository but with the objects of the target and of what it borrows from. */
function onTargets(target: Target): { env: Record<string, string> } {
  return { env: { GIT_OBJECT_DIRECTORY: join(target.commonDir, "objects") } };
}

/** Whether the target has everything between the two commits, and both of them. */
async function hasAll(target: Target, { source, head, base }: Objects): Promise<boolean> {
  const args = ["rev-list", "--quiet", "--objects", head, "--not", base, "--"];
  return (await askGit({ args, repositoryPath: source, ...onTargets(target) })).ok;
}

/** What no ref leads to may be gone in part, and git may remove the rest at any time. */
async function isReachable(target: Target, { source, base }: { source: string; base: string }): Promise<boolean> {
  const tips = [...(await readRefs(target)).values()].flatMap((value) => commitOf(value) ?? []);
  const input = [base, ...tips.map((tip) => `^${tip}`), ""].join("\n");
  const args = ["rev-list", "--max-count=1", "--ignore-missing", "--stdin"];
  const beyond = await askGit({ args, repositoryPath: source, input, ...onTargets(target) });
  const found = await askGit({ args: ["cat-file", "-e", base], repositoryPath: source, ...onTargets(target) });
  return found.ok && beyond.ok && beyond.output === "";
}
