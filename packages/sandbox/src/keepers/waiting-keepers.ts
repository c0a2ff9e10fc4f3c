import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type StartedKeeper, startKeeper } from "./start-keeper.ts";

/** Keepers that were started before their orders were known. */
export interface WaitingKeepers {
  /** Starts one for the environment in this folder, unless one waits there. */
  add(folder: string): void;
  /** The one that waits there, or one that is started now. */
  take(folder: string): StartedKeeper;
  /** Ends one that waits there; none is fine. */
  dismiss(folder: string): void;
}

interface Program {
  nodePath: string;
  /** What keepers compiled is in a folder of it. */
  cacheFolder: string;
}

export function createWaitingKeepers({ nodePath, cacheFolder }: Program): WaitingKeepers {
  const waiting = new Map<string, StartedKeeper>();
  const start = (folder: string) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return startKeeper({ nodePath, folder, cacheFolder: join(cacheFolder, "keeper") });
  };
  const remove = (folder: string) => {
    const keeper = waiting.get(folder);
    waiting.delete(folder);
    return keeper;
  };
  return {
    add(folder) {
      if (!waiting.has(folder)) {
        waiting.set(folder, start(folder));
      }
    },
    take(folder) {
      const keeper = remove(folder);
      return keeper === undefined || keeper.hasEnded() ? start(folder) : keeper;
    },
    dismiss: (folder) => remove(folder)?.dismiss(),
  };
}
