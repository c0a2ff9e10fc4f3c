import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { SETTINGS_EXIT_CODE } from "@catalyst/core/apart";
import type { CliConfig } from "../config.ts";
import { makeHome } from "../home/make-home.ts";
import { findUp, MAIN } from "./lock/up-lock.ts";
import { endOutdatedUp } from "./outdated/end-outdated-up.ts";

const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** What this process started, by home: until it has its lock, only this tells that it is on its way. */
const started = new Map<string, ChildProcess>();
/** How often in a row what this process started ended with an error, by home; infinitely often where that is certain to go on. */
const failures = new Map<string, number>();
const MAX_FAILURES = 3;
const SHOWN_LOG_CHARACTERS = 2000;

/** Starts `up --until-idle`, detached, unless the home has a running `up` that may stay (`endOutdatedUp`). Of several that are started at once, one stays. */
export async function ensureUp(config: CliConfig): Promise<"running" | "started"> {
  const up = await findUp(config.home);
  const mine = started.get(config.home);
  const isOnItsWay = mine !== undefined && mine.exitCode === null && mine.signalCode === null;
  if (up === null ? isOnItsWay : !(await endOutdatedUp(up))) {
    return "running";
  }
  await makeHome(config.home);
  const log = openSync(rotateLog(config.home), "a", 0o600);
  const child = spawn(process.execPath, [MAIN, "up", "--until-idle"], {
    env: { ...config.processEnv, ...config.installEnv, ...config.tellingEnv },
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.once("error", () => undefined);
  child.once("exit", (code) => failures.set(config.home, countFailures(code, failures.get(config.home) ?? 0)));
  closeSync(log);
  child.unref();
  started.set(config.home, child);
  return "started";
}

function countFailures(exitCode: number | null, before: number): number {
  if (exitCode === 0) {
    return 0;
  }
  return exitCode === SETTINGS_EXIT_CODE ? Number.POSITIVE_INFINITY : before + 1;
}

/** What was said last by an `up` that this process started so often in vain; null while there is hope. `failures` is infinite where there never was. */
export function upFailure(
  home: string,
  maxFailures = MAX_FAILURES,
): { name: string; failures: number; lastWords: string } | null {
  const count = failures.get(home) ?? 0;
  if (count < maxFailures) {
    return null;
  }
  return { name: "background process", failures: count, lastWords: readLastWords(upLogPath(home)) };
}

/** The error that it ended with, or whatever is there. */
function readLastWords(logPath: string): string {
  const said = readFileSync(logPath, "utf8").slice(-SHOWN_LOG_CHARACTERS).trimEnd();
  return said.slice(said.lastIndexOf("\n✗ ") + 1).replace(/^✗ /, "");
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
