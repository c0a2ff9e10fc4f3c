import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readCommit } from "./read-commit.ts";

/** The part of the lock that tells what program its holder is. */
export interface Program {
  /** Its file; empty: it isn't known. */
  main: string;
  /** What its checkout was at when it started; empty: it isn't known. */
  commit: string;
}

/** Whether a program's checkout was moved or removed since it started: it would start others that are gone. */
export function isMoved({ main }: Program): boolean {
  return main !== "" && !existsSync(main);
}

/** Whether it is of another state of the code than this command, which may ask for what it doesn't know. */
export async function isOfOtherCommit({ commit }: Program): Promise<boolean> {
  const own = await readCommit();
  return own !== "" && commit !== own;
}

/** Whether the home's `up` is either. Asked before anything else of it, so it is cheap, and a lock that can't be read isn't. */
export async function hasOutdatedUp(home: string): Promise<boolean> {
  try {
    const { main = "", commit = "" }: Partial<Program> = JSON.parse(await readFile(join(home, "up.lock"), "utf8"));
    return isMoved({ main, commit }) || (await isOfOtherCommit({ main, commit }));
  } catch {
    return false;
  }
}
