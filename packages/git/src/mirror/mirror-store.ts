import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CatalystError, type DiskStore } from "@catalyst/core";
import { withFileLock } from "@catalyst/machine";
import { z } from "zod";
import { mirrorPath, quarantinesPath } from "../paths.ts";
import { listBorrowed, listGenerations } from "./generations.ts";

/** A generation on its way out: nothing takes it for one any more. */
const DROPPED = ".dropped-";

/** The mirrors of a home, by their repositories' ids. Each refresh is a use: whoever begins with a mirror refreshes it first. */
export function mirrorStore(home: string): DiskStore {
  const folder = dirname(mirrorPath(home, randomUUID()));
  return {
    async list() {
      const names = await readdir(folder).catch(() => []);
      await removeDropped(folder, names);
      const ids = new Set(
        names.map((name) => name.split(".", 1)[0] ?? "").filter((id) => z.uuid().safeParse(id).success),
      );
      const mirrors = await Promise.all(
        [...ids].map(async (id) => ({ id, usedAt: await findUse(mirrorPath(home, id)) })),
      );
      return mirrors.flatMap(({ id, usedAt }) => (usedAt === null ? [] : [{ id, usedAt }]));
    },
    async remove(id, unusedSince) {
      const mirror = mirrorPath(home, id);
      const lock = { path: `${mirror}.lock`, waitSeconds: 0, purpose: "Removing a mirror" };
      try {
        return await withFileLock(lock, () =>
          removeUnused({ mirror, unusedSince, quarantines: quarantinesPath(home) }),
        );
      } catch (error) {
        if (error instanceof CatalystError && error.code === "unavailable") {
          // Somebody refreshes it.
          return false;
        }
        throw error;
      }
    },
  };
}

/** When its newest use was; null: there is no mirror. A refresh writes into the generation's folder and takes it away again. */
async function findUse(mirror: string): Promise<Date | null> {
  const generations = await listGenerations(mirror);
  const times = await Promise.all(generations.map(async (path) => (await stat(path)).mtimeMs));
  return times.length === 0 ? null : new Date(Math.max(...times));
}

async function removeUnused({
  mirror,
  unusedSince,
  quarantines,
}: {
  mirror: string;
  unusedSince: Date;
  quarantines: string;
}): Promise<boolean> {
  const usedAt = await findUse(mirror);
  const generations = await listGenerations(mirror);
  const borrowed = await listBorrowed(quarantines);
  const isBorrowed = generations.some((path) => borrowed.has(join(path, "objects")));
  if (usedAt === null || usedAt >= unusedSince || isBorrowed) {
    return false;
  }
  // Without its link a mirror is made anew; a generation that is half there must not be found by that.
  await rm(mirror, { force: true });
  for (const path of generations) {
    const dropped = join(dirname(mirror), `${DROPPED}${randomUUID()}`);
    await rename(path, dropped);
    await rm(dropped, { recursive: true, force: true });
  }
  return true;
}

/** What a sweep left that was killed. */
async function removeDropped(folder: string, names: string[]): Promise<void> {
  for (const name of names.filter((one) => one.startsWith(DROPPED))) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
