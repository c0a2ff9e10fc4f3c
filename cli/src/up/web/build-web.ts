import { spawn } from "node:child_process";
import { copyFile, cp, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { identifyProcess, type ProcessIdentity, withFileLock } from "@catalyst/machine";

/** Whatever is built here takes a minute or two; a slow machine with a slow network may take long. */
const BUILD_SECONDS = 1800;
/** It makes room for everything else that runs. */
const NICENESS = "15";
/** Those of before are kept for an `up` that still serves one of them. */
const KEPT_BUILDS = 2;
const SHOWN_LOG_LINES = 3;

export interface WebBuild {
  /** The checkout. */
  root: string;
  key: string;
  /** Where what is said is written. */
  logPath: string;
  /** Programs and temporary folder; nothing else of the environment. */
  env: Record<string, string>;
  /** What npm needs beside that. */
  installEnv: Record<string, string>;
  signal: AbortSignal;
  /** Called with what is started, and with null once it has ended. */
  onProcess: (identity: ProcessIdentity | null) => void;
}

/** Where the web app of this key is, once it is built; null: it isn't. */
export async function findWebBuild({ root, key }: Pick<WebBuild, "root" | "key">): Promise<string | null> {
  const folder = join(buildsOf(root), key);
  return (await isThere(folder)) ? join(folder, "web") : null;
}

/**
 * Builds the web app of this checkout unless it is built: its packages are installed first. It is put in its place whole. Of several
 * who build at once, one does. Throws `prerequisite_missing` with what was said last.
 */
export async function buildWeb(build: WebBuild): Promise<string> {
  return withFileLock(lockOf(build), async () => {
    const built = await findWebBuild(build);
    if (built !== null) {
      return built;
    }
    await withLog(build, async (logFd) => {
      await install(build, logFd);
      await runStep([join(build.root, "web/node_modules/next/dist/bin/next"), "build"], build, logFd);
    });
    await keep(build);
    return (await findWebBuild(build)) as string;
  });
}

/** Its packages alone, as its lock file has them. Throws like `buildWeb`. */
export function installWeb(build: WebBuild): Promise<void> {
  return withFileLock(lockOf(build), () => withLog(build, (logFd) => install(build, logFd)));
}

function lockOf({ root, signal }: WebBuild) {
  const path = join(buildsOf(root), "lock");
  return { path, waitSeconds: BUILD_SECONDS, purpose: "Building the web app", signal };
}

async function withLog(build: WebBuild, work: (logFd: number) => Promise<void>): Promise<void> {
  const log = await open(build.logPath, "w", 0o600);
  try {
    await work(log.fd);
  } finally {
    await log.close();
  }
}

const buildsOf = (root: string) => join(root, ".runtime", "web");

/** From the lock file as it was before: one that changes meanwhile is installed the next time. */
async function install(build: WebBuild, logFd: number): Promise<void> {
  const web = join(build.root, "web");
  const lockFile = join(web, "package-lock.json");
  const installed = join(web, "node_modules", ".catalyst-installed");
  const wanted = await readFile(lockFile);
  if (wanted.equals(await readFile(installed).catch(() => Buffer.alloc(0)))) {
    return;
  }
  const taken = join(buildsOf(build.root), "package-lock.json");
  await copyFile(lockFile, taken);
  const npm = ["npm", "ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  await runProgram(npm, { ...build, env: { ...build.env, ...build.installEnv } }, logFd);
  await rename(taken, installed);
}

function runStep(args: string[], build: WebBuild, logFd: number): Promise<void> {
  return runProgram([process.execPath, ...args], build, logFd);
}

async function runProgram(
  command: string[],
  { root, env, signal, logPath, onProcess }: WebBuild,
  logFd: number,
): Promise<void> {
  const child = spawn("nice", ["-n", NICENESS, ...command], {
    cwd: join(root, "web"),
    env: { ...env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" },
    // A group of its own: what it starts is ended with it.
    detached: true,
    stdio: ["ignore", logFd, logFd],
    timeout: BUILD_SECONDS * 1000,
  });
  const end = () => {
    if (child.pid !== undefined) {
      endGroup(child.pid);
    }
  };
  signal.addEventListener("abort", end, { once: true });
  child.once("spawn", () => onProcess(identifyProcess(child.pid as number)));
  try {
    const how = await new Promise<string | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, by) => resolve(code === 0 ? null : (by ?? `exit code ${code}`)));
    });
    signal.throwIfAborted();
    if (how !== null) {
      const what = basename(command.at(-2) ?? "") === "next" ? "building" : "installing its packages";
      throw new CatalystError("prerequisite_missing", `${what} ended (${how}): ${await readEnd(logPath)}`);
    }
  } finally {
    signal.removeEventListener("abort", end);
    onProcess(null);
  }
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended.
  }
}

async function readEnd(path: string): Promise<string> {
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  return lines.slice(-SHOWN_LOG_LINES).join("\n");
}

/** What Next leaves to be copied beside its server: all that browsers load. */
async function keep({ root, key }: WebBuild): Promise<void> {
  const made = join(root, "web", ".next");
  const fresh = join(buildsOf(root), `${key}.new`);
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  await cp(join(made, "standalone"), fresh, { recursive: true, verbatimSymlinks: true });
  await cp(join(made, "static"), join(fresh, "web", ".next", "static"), { recursive: true });
  if (await isThere(join(root, "web", "public"))) {
    await cp(join(root, "web", "public"), join(fresh, "web", "public"), { recursive: true });
  }
  await rename(fresh, join(buildsOf(root), key));
  await removeOld(buildsOf(root));
}

async function removeOld(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })));
  dated.sort((one, other) => other.at - one.at);
  for (const { name } of dated.slice(KEPT_BUILDS)) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
