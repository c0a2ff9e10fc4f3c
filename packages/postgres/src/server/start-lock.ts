import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { CatalystError } from "@catalyst/core";
import { processStartTime } from "./process-identity.ts";

const WAIT_MILLISECONDS = 30_000;
const POLL_MILLISECONDS = 25;

/** Runs `work` while no other process of this machine holds the lock. A dead holder's lock is taken over. */
export async function withStartLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const mine = `${path}.${randomUUID()}`;
  await writeFile(mine, `${process.pid} ${processStartTime(process.pid)}\n`);
  try {
    await acquire(path, mine);
    try {
      return await work();
    } finally {
      await rm(path, { force: true });
    }
  } finally {
    await rm(mine, { force: true });
  }
}

async function acquire(path: string, mine: string): Promise<void> {
  const deadline = Date.now() + WAIT_MILLISECONDS;
  for (;;) {
    try {
      await link(mine, path);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
    await removeStale(path, mine);
    if (Date.now() > deadline) {
      throw new CatalystError("unavailable", `Starting PostgreSQL failed: another process has been starting it for 30 s (${path}). End it, then try again.`);
    }
    await wait(POLL_MILLISECONDS);
  }
}

async function removeStale(path: string, mine: string): Promise<void> {
  const holder = await readFile(path, "utf8").catch(() => null);
  if (holder === null || isAlive(holder)) {
    return;
  }
  // Renaming is what only one of several waiters can do; a lock taken meanwhile is put back.
  const grave = `${mine}.stale`;
  await rename(path, grave).catch(() => undefined);
  const buried = await readFile(grave, "utf8").catch(() => null);
  if (buried !== null && isAlive(buried)) {
    await link(grave, path).catch(() => undefined);
  }
  await rm(grave, { force: true });
}

function isAlive(holder: string): boolean {
  const [pid, startTime] = holder.trim().split(" ");
  return startTime !== undefined && processStartTime(Number(pid)) === startTime;
}
