import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { imageFolderIn } from "../keeper/disk/prepare-folder.ts";
import { NEXT_FOLDER } from "../keeper/leave-unordered.ts";
import { removeFolder } from "../remove-folder.ts";
import { type StartedKeeper, startKeeper } from "./start-keeper.ts";

/** Keepers that were started before their orders were known. */
export interface WaitingKeepers {
  /**
   * Has one wait for the environment in this folder, unless one does: the next one, if it has this disk, else one that is started now.
   * `diskMib`: of the disk that it makes meanwhile; null: none.
   */
  add(folder: string, diskMib: number | null): void;
  /** Starts one for whichever environment comes next, unless there is one with this disk. */
  keepNext(diskMib: number | null): void;
  /** The one that waits there, or one that is started now. */
  take(folder: string): StartedKeeper;
  /** Ends one that waits there; none is fine. */
  dismiss(folder: string): Promise<void>;
}

interface Program {
  nodePath: string;
  /** What keepers compiled is in a folder of it. */
  cacheFolder: string;
}

interface Next {
  keeper: StartedKeeper;
  folder: string;
  diskMib: number | null;
  patience: NodeJS.Timeout;
}

/** Whoever needs one later waits for its start. */
const PATIENCE_MILLISECONDS = 10 * 60 * 1000;

export function createWaitingKeepers(
  { nodePath, cacheFolder }: Program,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): WaitingKeepers {
  const waiting = new Map<string, StartedKeeper>();
  const nextFolder = join(cacheFolder, NEXT_FOLDER);
  let next: Next | null = null;
  const start = (folder: string, diskMib: number | null = null) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const disk = diskMib === null ? null : { diskMib, imageFolder: imageFolderIn(cacheFolder) };
    return startKeeper({ nodePath, folder, cacheFolder: join(cacheFolder, "keeper"), disk });
  };
  const remove = (folder: string) => {
    const keeper = waiting.get(folder);
    waiting.delete(folder);
    return keeper;
  };
  const removeNext = () => {
    clearTimeout(next?.patience);
    const removed = next;
    next = null;
    return removed;
  };
  return {
    add(folder, diskMib) {
      if (waiting.has(folder)) {
        return;
      }
      const there = removeNext();
      if (there !== null && there.diskMib === diskMib && becomes(there, folder)) {
        waiting.set(folder, there.keeper);
        return;
      }
      void end(there);
      waiting.set(folder, start(folder, diskMib));
    },
    keepNext(diskMib) {
      if (next !== null && next.diskMib === diskMib && !next.keeper.hasEnded()) {
        return;
      }
      void end(removeNext());
      forgetOld(nextFolder, 2 * patienceMilliseconds);
      const folder = join(nextFolder, randomUUID());
      const patience = setTimeout(() => void end(removeNext()), patienceMilliseconds).unref();
      next = { keeper: start(folder, diskMib), folder, diskMib, patience };
    },
    take(folder) {
      const keeper = remove(folder);
      return keeper === undefined || keeper.hasEnded() ? start(folder) : keeper;
    },
    dismiss: async (folder) => remove(folder)?.dismiss(),
  };
}

/** Its folder becomes the environment's, with what is mounted in it. false: it has ended, or there is something in that place. */
function becomes({ keeper, folder }: Next, place: string): boolean {
  try {
    mkdirSync(join(place, ".."), { recursive: true, mode: 0o700 });
    renameSync(folder, place);
    return !keeper.hasEnded();
  } catch {
    return false;
  }
}

async function end(next: Next | null): Promise<void> {
  await next?.keeper.dismiss();
  await (next === null ? null : removeFolder(next.folder).catch(() => undefined));
}

/** What a machine left that went down with all of its processes: none of the living is so old. */
function forgetOld(folder: string, milliseconds: number): void {
  try {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).ctimeMs < Date.now() - milliseconds) {
        rmSync(path, { recursive: true, force: true });
      }
    }
  } catch {
    // There is none, or somebody else removes it.
  }
}
