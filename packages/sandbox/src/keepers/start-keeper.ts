import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { DiskWish } from "../keeper/disk/mount-disk.ts";
import type { KeeperOrder } from "../keeper/keeper-order.ts";
import { SYSTEM_PATH } from "../keeper/run.ts";

/** A keeper that has no environment before it is given its order. */
export interface StartedKeeper {
  give(order: KeeperOrder): void;
  /** Ends it, unless it was given its order, and waits for that: nothing is written in its folder afterwards. */
  dismiss(): Promise<void>;
  hasEnded(): boolean;
}

const LOG_FILE = "keeper.log";

interface Start {
  /** The environment's, which is there. */
  folder: string;
  nodePath: string;
  /** Where Node keeps what it compiled, which halves the keeper's start. */
  cacheFolder: string;
  /** The disk that it makes while it has no order; null: none. */
  disk: DiskWish | null;
}

/** Starts a keeper that outlives us once it has its order, with no variables of ours. It finds its folder also where that was given another name. */
export function startKeeper({ folder, nodePath, cacheFolder, disk }: Start): StartedKeeper {
  const log = openSync(join(folder, LOG_FILE), "a", 0o600);
  const command = [nodePath, "--max-old-space-size=64", join(import.meta.dirname, "../keeper/main.ts")];
  // As root the keeper mounts, in a mount namespace that ends with it and gives nothing back to the machine's.
  const [program = nodePath, ...args] =
    process.getuid?.() === 0 ? ["/usr/bin/unshare", "--mount", "--propagation", "slave", "--", ...command] : command;
  const keeper = spawn(program, args, {
    env: { PATH: SYSTEM_PATH, NODE_COMPILE_CACHE: cacheFolder },
    cwd: folder,
    detached: true,
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  let hasEnded = false;
  keeper.on("error", () => {
    hasEnded = true;
  });
  keeper.on("exit", () => {
    hasEnded = true;
  });
  // A keeper that finds another one at work doesn't read its order to the end.
  keeper.stdin?.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => keeper.once("close", resolve).once("error", () => resolve()));
  keeper.unref();
  keeper.stdin?.write(`${JSON.stringify(disk)}\n`);
  return {
    give: (order) => void keeper.stdin?.end(JSON.stringify(order)),
    async dismiss() {
      keeper.stdin?.end();
      await ended;
    },
    hasEnded: () => hasEnded,
  };
}

/** The end of what a keeper wrote; nothing when its folder was removed meanwhile. */
export function readKeeperLog(folder: string): string {
  try {
    return readFileSync(join(folder, LOG_FILE), "utf8").trim().slice(-2000);
  } catch {
    return "";
  }
}
