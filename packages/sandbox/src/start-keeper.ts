import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KeeperOrder } from "./keeper/keeper-order.ts";
import { SYSTEM_PATH } from "./keeper/run.ts";

export interface StartedKeeper {
  hasEnded(): boolean;
  lastWords(): string;
}

/** Starts a keeper that outlives us, with an empty environment, and hands it its order. */
export async function startKeeper(order: KeeperOrder, nodePath: string): Promise<StartedKeeper> {
  const logFile = join(order.folder, "keeper.log");
  const log = openSync(logFile, "a", 0o600);
  const command = [nodePath, "--max-old-space-size=64", join(import.meta.dirname, "keeper/main.ts")];
  // As root the keeper mounts, in a mount namespace that ends with it.
  const [program = nodePath, ...args] =
    order.account.kind === "separate" ? ["/usr/bin/unshare", "--mount", "--propagation", "private", "--", ...command] : command;
  const keeper = spawn(program, args, { env: { PATH: SYSTEM_PATH }, cwd: "/", detached: true, stdio: ["pipe", log, log] });
  closeSync(log);
  let hasEnded = false;
  keeper.on("error", () => {
    hasEnded = true;
  });
  keeper.on("exit", () => {
    hasEnded = true;
  });
  // A keeper that finds another one at work doesn't read its order to the end.
  keeper.stdin.on("error", () => undefined);
  keeper.stdin.end(JSON.stringify(order));
  keeper.unref();
  return { hasEnded: () => hasEnded, lastWords: () => readFileSync(logFile, "utf8").trim().slice(-2000) };
}
