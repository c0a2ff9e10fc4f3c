import { readdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { ensureBare } from "../ensure-bare.ts";
import { runGit } from "../run-git.ts";

const HOUR_MILLISECONDS = 60 * 60 * 1000;
/** In a generation that another one has replaced. */
const REPLACED = "replaced";
/** In one whose refs may have moved without anybody having looked at what they dropped. */
const UNFINISHED = "unfinished";

/**
 * A mirror is a link to its newest generation, a bare repository whose objects are never removed: environments and
 * quarantines borrow them for as long as they live. What its repository has dropped is not in the next generation.
 */
export async function ensureMirror(mirror: string): Promise<void> {
  if ((await numberOf(mirror)) === 0) {
    await rm(mirror, { recursive: true, force: true });
    await ensureBare(generationPath(mirror, 1));
    await pointTo(mirror, 1);
  }
}

/** Where a mirror's objects are to be borrowed from. */
export async function newestGeneration(mirror: string): Promise<string> {
  return generationPath(mirror, await numberOf(mirror));
}

export function unfinishedMark(generation: string): string {
  return join(generation, UNFINISHED);
}

/** Makes a generation that has what the newest one's refs lead to, and nothing else. */
export async function renewMirror(mirror: string): Promise<void> {
  const number = await numberOf(mirror);
  const next = generationPath(mirror, number + 1);
  // What is there was left by a process that died before it could point there.
  await rm(next, { recursive: true, force: true });
  await ensureBare(next);
  const quietly = ["fetch", "--quiet", "--no-tags", "--no-auto-gc", "--no-write-fetch-head", "--update-shallow"];
  const source = generationPath(mirror, number);
  await runGit({ args: [...quietly, "--", source, "+refs/*:refs/*"], repositoryPath: next });
  await writeFile(join(source, REPLACED), "");
  await pointTo(mirror, number + 1);
}

/** Removes generations that nobody borrows from any more. One that was just replaced may be about to be borrowed from. */
export async function removeOldGenerations(mirror: string, quarantines: string): Promise<void> {
  const newest = await numberOf(mirror);
  const numbers = (await listNumbers(mirror)).filter((number) => number < newest);
  if (numbers.length === 0) {
    return;
  }
  const borrowed = await listBorrowed(quarantines);
  for (const number of numbers) {
    const path = generationPath(mirror, number);
    const replaced = await stat(join(path, REPLACED)).catch(() => null);
    const isOld = replaced === null || Date.now() - replaced.mtimeMs > HOUR_MILLISECONDS;
    if (isOld && !borrowed.has(join(path, "objects"))) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

/** All generations of a mirror, whether the link leads to one or not. */
export async function listGenerations(mirror: string): Promise<string[]> {
  return (await listNumbers(mirror)).map((number) => generationPath(mirror, number));
}

async function listNumbers(mirror: string): Promise<number[]> {
  const names = await readdir(dirname(mirror)).catch(() => []);
  return names.map((name) => numberIn(mirror, name)).filter((number) => number > 0);
}

/** The object folders that quarantines name as where the rest of their objects is. */
export async function listBorrowed(quarantines: string): Promise<Set<string>> {
  const names = await readdir(quarantines).catch(() => []);
  const files = names.map((name) => join(quarantines, name, "objects", "info", "alternates"));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8").catch(() => "")));
  return new Set(texts.map((text) => text.trimEnd()));
}

async function pointTo(mirror: string, number: number): Promise<void> {
  const fresh = `${mirror}.link`;
  await rm(fresh, { force: true });
  await symlink(basename(generationPath(mirror, number)), fresh);
  await rename(fresh, mirror);
}

/** 0: there is none yet. */
async function numberOf(mirror: string): Promise<number> {
  const target = await readlink(mirror).catch(() => "");
  return numberIn(mirror, target);
}

function numberIn(mirror: string, name: string): number {
  const [, digits] = /^(?:.*)\.(\d+)\.git$/.exec(name) ?? [];
  return name === basename(generationPath(mirror, Number(digits))) ? Number(digits) : 0;
}

function generationPath(mirror: string, number: number): string {
  return `${mirror.replace(/\.git$/, "")}.${number}.git`;
}
