import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KeeperOrder } from "./keeper/keeper-order.ts";
import { SYSTEM_PATH } from "./keeper/run.ts";

export interface StartedKeeper {
  hasEnded(): boolean;
  lastWords(): string;
}

const LOG_FILE = "keeper.log";

interface Start {
  order: KeeperOrder;
  nodePath: string;
  /** Where Node keeps what it compiled, which halves the keeper's start. */
  cacheFolder: string;
}

/** Starts a keeper that outlives us, with no variables of ours, and hands it its order. */
export function startKeeper({ order, nodePath, cacheFolder }: Start): StartedKeeper {
  const log = openSync(join(order.folder, LOG_FILE), "a", 0o600);
  const command = [nodePath, "--max-old-space-size=64", join(import.meta.dirname, "keeper/main.ts")];
  // As root the keeper mounts, in a mount namespace that ends with it and gives nothing back to the machine's.
  const [program = nodePath, ...args] =
    order.account.kind === "separate"
      ? ["/usr/bin/unshare", "--mount", "--propagation", "slave", "--", ...command]
      : command;
  const keeper = spawn(program, args, {
    env: { PATH: SYSTEM_PATH, NODE_COMPILE_CACHE: cacheFolder },
    cwd: "/",
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
  keeper.stdin?.end(JSON.stringify(order));
  keeper.unref();
  return { hasEnded: () => hasEnded, lastWords: () => readKeeperLog(order.folder) };
}

/** The end of what a keeper wrote; nothing when its folder was removed meanwhile. */
export function readKeeperLog(folder: string): string {
  try {
    return readFileSync(join(folder, LOG_FILE), "utf8").trim().slice(-2000);
  } catch {
    return "";
  }
}
