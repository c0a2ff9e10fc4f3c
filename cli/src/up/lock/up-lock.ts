import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { identifyProcess, isAlive, type ProcessIdentity } from "@catalyst/machine/apart";
import { z } from "zod";
import { makeHome } from "../../home/make-home.ts";
import { readCommit } from "../outdated/read-commit.ts";
import { ServiceState } from "../service/service-state.ts";
import { WebState } from "../web/web-state.ts";

/** The program of this checkout. */
export const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));

const Identity = z.object({ pid: z.int().positive(), startTicks: z.int().nonnegative(), bootId: z.string() });

/** Who holds the lock of a home, the children that it started, and how these are doing. */
export const UpHolder = Identity.extend({
  /** The program that it was started from; empty: it isn't known. */
  main: z.string().default(""),
  /** The commit that its checkout was at when it started; empty: it isn't known. */
  commit: z.string().default(""),
  /** Whether a command started it, so that another one may. */
  isBackground: z.boolean().default(false),
  children: z.array(Identity),
  services: z.array(ServiceState).default([]),
  /** null: it has none. */
  web: WebState.nullable().default(null),
});
export type UpHolder = z.infer<typeof UpHolder>;

type UpChange = Pick<UpHolder, "children" | "services" | "web">;

export interface UpLock {
  /** What a killed holder left running; empty after an orderly end. */
  orphans: ProcessIdentity[];
  /** Tells others how the services are, and a later `up` which children to look for should this one be killed. */
  note(change: UpChange): Promise<void>;
  release(): Promise<void>;
}

/** The living `up` of the home, or null. */
export async function findUp(home: string): Promise<UpHolder | null> {
  const holder = await readHolder(lockPath(home));
  return holder !== null && isAlive(holder) ? holder : null;
}

/** Takes the lock of the home; null when another living `up` holds it. A dead holder's lock is taken over. */
export async function takeUpLock(home: string, isBackground = false): Promise<UpLock | null> {
  await makeHome(home);
  const path = lockPath(home);
  const identity = identifyProcess(process.pid) as ProcessIdentity;
  const me = {
    ...identity,
    main: MAIN,
    commit: await readCommit(),
    isBackground,
    children: [],
    services: [],
    web: null,
  };
  const mine = `${path}.${randomUUID()}`;
  await writeFile(mine, JSON.stringify(me), { mode: 0o600 });
  try {
    const orphans = await claim(path, mine);
    return orphans === null ? null : holdLock(path, { me, orphans });
  } finally {
    await rm(mine, { force: true });
  }
}

/** The orphans of the holder before, or null when a living one holds the lock. */
async function claim(path: string, mine: string): Promise<ProcessIdentity[] | null> {
  let orphans: ProcessIdentity[] = [];
  for (;;) {
    try {
      // link() fails where the name exists: of several who try at once, one gets it.
      await link(mine, path);
      return orphans;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error;
      }
    }
    const removed = await removeStale(path, mine);
    if (removed === null) {
      return null;
    }
    orphans = [...orphans, ...removed];
  }
}

/** The children of a dead holder, whose lock is gone then; null: the holder lives. */
async function removeStale(path: string, mine: string): Promise<ProcessIdentity[] | null> {
  const holder = await readHolder(path);
  if (holder !== null && isAlive(holder)) {
    return null;
  }
  // Renaming is what only one of several can do; a lock that was taken meanwhile is put back.
  const grave = `${mine}.stale`;
  await rename(path, grave).catch(() => undefined);
  const buried = await readHolder(grave);
  if (buried !== null && isAlive(buried)) {
    await link(grave, path).catch(() => undefined);
  }
  await rm(grave, { force: true });
  return (buried ?? holder)?.children ?? [];
}

function holdLock(path: string, { me, orphans }: { me: UpHolder; orphans: ProcessIdentity[] }): UpLock {
  // Writes take turns, and none comes after the release.
  let last: Promise<void> = Promise.resolve();
  const write = async (change: UpChange) => {
    const fresh = `${path}.${me.pid}.new`;
    await writeFile(fresh, JSON.stringify({ ...me, ...change }), { mode: 0o600 });
    await rename(fresh, path);
  };
  return {
    orphans: orphans.filter(isAlive),
    note(change) {
      last = last.catch(() => undefined).then(() => write(change));
      return last;
    },
    async release() {
      await last.catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

async function readHolder(path: string): Promise<UpHolder | null> {
  try {
    return UpHolder.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    // A lock that can't be read holds nobody; it is written whole and then linked, so a half-written one can't be.
    return null;
  }
}

function lockPath(home: string): string {
  return join(home, "up.lock");
}
