import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { imageFolderIn, pathsIn } from "../keeper/disk/prepare-folder.ts";
import { type StartedKeeper, startKeeper } from "./start-keeper.ts";

/** Keepers that were started before their orders were known. */
export interface WaitingKeepers {
  /** Starts one for the environment in this folder, unless one waits there. `diskMib`: of the disk that it makes meanwhile; null: none. */
  add(folder: string, diskMib: number | null): void;
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

export function createWaitingKeepers({ nodePath, cacheFolder }: Program): WaitingKeepers {
  const waiting = new Map<string, StartedKeeper>();
  const imageFolder = imageFolderIn(cacheFolder);
  const start = (folder: string, diskMib: number | null = null) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const disk = diskMib === null ? null : { place: pathsIn(folder).written, diskMib, imageFolder };
    return startKeeper({ nodePath, folder, cacheFolder: join(cacheFolder, "keeper"), disk });
  };
  const remove = (folder: string) => {
    const keeper = waiting.get(folder);
    waiting.delete(folder);
    return keeper;
  };
  return {
    add(folder, diskMib) {
      if (!waiting.has(folder)) {
        waiting.set(folder, start(folder, diskMib));
      }
    },
    take(folder) {
      const keeper = remove(folder);
      return keeper === undefined || keeper.hasEnded() ? start(folder) : keeper;
    },
    dismiss: async (folder) => remove(folder)?.dismiss(),
  };
}
