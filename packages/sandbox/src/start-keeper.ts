import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KeeperOrder } from "./keeper/keeper-order.ts";
import { SYSTEM_PATH } from "./keeper/run.ts";

export interface StartedKeeper {
  hasEnded(): boolean;
  lastWords(): string;
}

interface Start {
  order: KeeperOrder;
  nodePath: string;
  /** Where Node keeps what it compiled, which halves the keeper's start. */
  cacheFolder: string;
}

/** Starts a keeper that outlives us, with no variables of ours, and hands it its order. */
export function startKeeper({ order, nodePath, cacheFolder }: Start): StartedKeeper {
  const logFile = join(order.folder, "keeper.log");
  const log = openSync(logFile, "a", 0o600);
  const command = [nodePath, "--max-old-space-size=64", join(import.meta.dirname, "keeper/main.ts")];
  // As root the keeper mounts, in a mount namespace that ends with it.
  const [program = nodePath, ...args] =
    order.account.kind === "separate"
      ? ["/usr/bin/unshare", "--mount", "--propagation", "private", "--", ...command]
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
  return { hasEnded: () => hasEnded, lastWords: () => tryRead(logFile).trim().slice(-2000) };
}

function tryRead(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // Removed with its folder.
    return "";
  }
}
