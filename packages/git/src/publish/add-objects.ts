import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdtemp, readdir, rename, rm, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core";
import { FRUGAL } from "../limits/frugal-settings.ts";
import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { runGit } from "../run-git.ts";
import type { View } from "../view/open-view.ts";
import { type OpenFolder, withFolder } from "./open-folder.ts";
import { askTarget } from "./open-target.ts";

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

/** What a person's repository has of them. */
export interface FoundObjects {
  hasAll: boolean;
  /** One of its refs leads to the base. */
  isBased: boolean;
}

export async function findObjects(target: View, objects: Omit<Objects, "source">): Promise<FoundObjects> {
  const [all, isBased] = await Promise.all([hasAll(target, objects), isReachable(target, objects.base)]);
  return { hasAll: all, isBased };
}

/**
 * Puts all that the commit needs into a person's repository, as one pack that is made in ours. git runs with our
 * configuration alone, and is given the target's objects only to be asked whether they are there.
 */
export async function addObjects(target: View, objects: Objects, found: FoundObjects): Promise<void> {
  const { source, head, base } = objects;
  if (found.hasAll) {
    return;
  }
  const { isBased } = found;
  if (!isBased && (await stat(join(source, "shallow")).catch(() => null)) !== null) {
    throw new CatalystError(
      "unavailable",
      `Publishing into ${target.place.root} failed: the commit that the work started from, ${base.slice(0, 12)}, is on none of its branches any more, and its history is cut short (a shallow clone). Bring that commit back, then try again.`,
    );
  }
  const folder = await mkdtemp(join(source, "packed-"));
  const args = ["pack-objects", "--revs", "--quiet", "--non-empty", "--delta-base-offset", join(folder, "pack")];
  const input = `${head}\n${isBased ? `^${base}\n` : ""}`;
  await runGit({ args: [...FRUGAL, ...args], repositoryPath: source, input, limits: PUSHED_LIMITS });
  await withFolder(target, { parts: PACKS, isMade: true }, (packs) => copyPacks(folder, packs));
  await rm(folder, { recursive: true, force: true });
  if (!(await hasAll(target, objects))) {
    throw new Error(`${target.place.root} misses objects of ${head} after they were put there`);
  }
}

async function copyPacks(folder: string, packs: OpenFolder): Promise<void> {
  const names = await readdir(folder);
  for (const name of SUFFIXES.flatMap((suffix) => names.filter((one) => one.endsWith(suffix)))) {
    const fresh = `tmp_${name}_${randomUUID()}`;
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

/** Whether the target has everything between the two commits, and both of them. */
async function hasAll(target: View, { head, base }: Omit<Objects, "source">): Promise<boolean> {
  return (await askTarget(target, ["rev-list", "--quiet", "--objects", head, "--not", base, "--"])).ok;
}

/** What no ref leads to may be gone in part, and git may remove the rest at any time. */
async function isReachable(target: View, base: string): Promise<boolean> {
  const { ok, output } = await askTarget(target, ["rev-list", "--max-count=1", base, "--not", "--all", "--"]);
  return ok && output === "";
}
