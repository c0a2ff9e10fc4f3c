import { closeSync, mkdirSync, openSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OWN_FOLDER } from "../workspace/own-repository.ts";

const FOLDER = join(OWN_FOLDER, "reserve");
const MAX_BYTES = 8 * 2 ** 20;
/** Of what is free, so that a small disk stays the agent's. */
const SHARE = 1 / 8;
/** What the repository takes that work is pushed from. */
const FILES = 64;
/** A write fails before the last block is taken. */
const SMALLEST_USEFUL_BYTES = 2 ** 20;

/**
 * Takes space and files of the disk that the agent writes on, out of the agent's sight: what it committed can then be pushed
 * even where it filled the rest. A disk that has no room for that goes without.
 */
export function reserveDisk(): void {
  // One after the other and at once: handing so many small things to threads takes several times as long as doing them.
  try {
    mkdirSync(FOLDER, { recursive: true });
    const { bavail, bsize } = statfsSync(FOLDER);
    writeFileSync(join(FOLDER, "bytes"), Buffer.alloc(Math.min(MAX_BYTES, Math.floor(bavail * bsize * SHARE))));
    for (let count = 0; count < FILES; count++) {
      closeSync(openSync(join(FOLDER, String(count)), "w"));
    }
  } catch {
    releaseDisk();
  }
}

/** Gives back what was reserved; returns whether the rest of the disk was full. */
export function releaseDisk(): boolean {
  const { bavail, bsize, ffree, files } = statfsSync(OWN_FOLDER);
  rmSync(FOLDER, { recursive: true, force: true });
  // A file system that counts no files says 0 of both.
  return bavail * bsize < SMALLEST_USEFUL_BYTES || (files > 0 && ffree === 0);
}
