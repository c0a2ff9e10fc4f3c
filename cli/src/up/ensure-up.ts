import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CliConfig } from "../config.ts";
import { findUp } from "./up-lock.ts";

const MAX_LOG_BYTES = 10 * 1024 * 1024;
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));

/** What this process started, by home: until it has its lock, only this tells that it is on its way. */
const started = new Map<string, ChildProcess>();

/** Starts `up --until-idle`, detached, unless the home has a running `up`. Of several that are started at once, one stays. */
export async function ensureUp(config: CliConfig): Promise<"running" | "started"> {
  const mine = started.get(config.home);
  if (
    (mine !== undefined && mine.exitCode === null && mine.signalCode === null) ||
    (await findUp(config.home)) !== null
  ) {
    return "running";
  }
  const log = openSync(rotateLog(config.home), "a", 0o600);
  const child = spawn(process.execPath, [MAIN, "up", "--until-idle"], {
    env: config.processEnv,
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.once("error", () => undefined);
  closeSync(log);
  child.unref();
  started.set(config.home, child);
  return "started";
}

/** Where a detached `up` writes. */
export function upLogPath(home: string): string {
  return join(home, "logs", "up.log");
}

function rotateLog(home: string): string {
  const path = upLogPath(home);
  mkdirSync(join(home, "logs"), { recursive: true, mode: 0o700 });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_LOG_BYTES) {
    renameSync(path, `${path}.1`);
  }
  return path;
}
