import { spawn } from "node:child_process";
import { mkdirSync, statfsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { KeeperOrder } from "../keeper-order.ts";
import { BYTES_PER_FILE } from "./empty-image.ts";
import { type EarlyDisk, mountDisk } from "./mount-disk.ts";

/** What may be written in one place. */
export interface DiskLimit {
  fact: string;
  /** Whether writing fails inside; otherwise the keeper ends an environment that wrote too much. */
  isEnforcedByKernel: boolean;
  isFull(): Promise<boolean>;
}

/** A write fails before the last block is taken. */
const SMALLEST_USEFUL_BYTES = 2 ** 20;
const LARGEST_CHANGE_UNSEEN_BYTES = 16 * 2 ** 20;
const LONGEST_TIME_UNSEEN_MILLISECONDS = 10_000;

/**
 * Makes the folder `place`: a file system of its own where the machine lets us mount one, else a folder that is measured. `early`:
 * what was mounted there before.
 */
export async function limitDisk(order: KeeperOrder, place: string, early: EarlyDisk | null = null): Promise<DiskLimit> {
  mkdirSync(place, { recursive: true, mode: 0o755 });
  const reason = order.account.kind === "own" ? "only root can mount one" : await mountOnce(order, { place, early });
  if (reason === null) {
    return {
      fact: `Disk is limited to ${order.limits.diskMib} MiB by a file system of its own.`,
      isEnforcedByKernel: true,
      isFull: async () => isFileSystemFull(place),
    };
  }
  return measuredFolder(place, order.limits.diskMib, reason);
}

/** One of another size is covered by the right one. */
async function mountOnce(
  { limits: { diskMib }, imageFolder }: KeeperOrder,
  { place, early }: { place: string; early: EarlyDisk | null },
): Promise<string | null> {
  if (early !== null) {
    if (early.diskMib === diskMib && (await early.mounted) === null) {
      return null;
    }
    await early.remove();
  }
  return mountDisk({ place, diskMib, imageFolder });
}

function isFileSystemFull(path: string): boolean {
  const { bavail, bsize, ffree, blocks } = statfsSync(path);
  return ffree === 0 || bavail * bsize < Math.max(SMALLEST_USEFUL_BYTES, (blocks * bsize) / 100);
}

function measuredFolder(path: string, diskMib: number, reason: string): DiskLimit {
  const limit = { bytes: diskMib * 2 ** 20, files: Math.floor((diskMib * 2 ** 20) / BYTES_PER_FILE) };
  let seen = { freeBytes: Number.POSITIVE_INFINITY, freeFiles: Number.POSITIVE_INFINITY, at: 0 };
  return {
    fact: `Disk is limited to ${diskMib} MiB by measuring twice a second (no file system of its own: ${reason}).`,
    isEnforcedByKernel: false,
    isFull: async () => {
      const { bavail, bsize, ffree } = statfsSync(path);
      const now = { freeBytes: bavail * bsize, freeFiles: ffree, at: Date.now() };
      const isQuiet =
        seen.freeBytes - now.freeBytes < LARGEST_CHANGE_UNSEEN_BYTES && seen.freeFiles - now.freeFiles < 1000;
      if (isQuiet && now.at - seen.at < LONGEST_TIME_UNSEEN_MILLISECONDS) {
        return false;
      }
      seen = now;
      return exceeds(path, limit);
    },
  };
}

/** `find` opens folders without following links, even those exchanged under its feet. */
async function exceeds(path: string, limit: { bytes: number; files: number }): Promise<boolean> {
  const find = spawn("find", ["-P", path, "-xdev", "-printf", "%b %n\n"], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
  });
  let bytes = 0;
  let files = 0;
  for await (const line of createInterface({ input: find.stdout })) {
    const [blocks = 0, links = 1] = line.split(" ").map(Number);
    bytes += (blocks * 512) / links;
    files += 1;
    if (bytes > limit.bytes || files > limit.files) {
      find.kill("SIGKILL");
      return true;
    }
  }
  return false;
}
