import { type ChildProcessByStdio, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { givePreparedDatabase } from "@catalyst/postgres/testing";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Agents are large: one installation serves all homes of all runs. */
const AGENTS_CACHE = join(ROOT, ".runtime", "e2e-agents");

const LOOK_MILLISECONDS = 50;

interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

interface Started {
  process: ChildProcessByStdio<Writable, Readable, Readable>;
  ended: Promise<Ended>;
  /** Resolves when the output so far holds the text; rejects when the process ends without it. */
  shows(text: string): Promise<void>;
  /** What of the output so far fits the pattern, as `shows`. */
  finds(pattern: RegExp): Promise<RegExpExecArray>;
}

interface HomeProcess {
  pid: number;
  command: string;
}

/** What a command gets beside its arguments. */
interface Given {
  env?: Record<string, string>;
  stdin?: string;
  /** Where it is started. */
  folder?: string;
}

/** A home of Catalyst in a temporary folder, used through the launcher as a person would. */
export interface TestHome {
  path: string;
  start(args: string[], given?: Given): Started;
  run(args: string[], given?: Given): Promise<Ended>;
  /** The processes that belong to this home and run on. */
  processes(): Promise<HomeProcess[]>;
  /** The environments that are there. A task's end is stored first, so that its environment goes soon after it. */
  environments(): Promise<string[]>;
  /** Kills those whose command line holds the text, without a chance to clean up; how many there were. */
  kill(text: string): Promise<number>;
  /** Keeps database, gateway and worker running for all that follows, as on a machine that is used much. */
  up(env?: Record<string, string>): Promise<void>;
  /** Ends what a command started, which answers the following ones otherwise, with the settings that it began with. */
  endUps(): Promise<void>;
  /** Ends `up` as well, also one that a command started. */
  remove(): Promise<void>;
}

/** `isNew`: with nothing in it but the agents. Else its database is made already. `agentsFolder`: where agents are installed. */
export async function createTestHome({
  isNew = false,
  agentsFolder = AGENTS_CACHE,
}: {
  isNew?: boolean;
  agentsFolder?: string;
} = {}): Promise<TestHome> {
  const path = await mkdtemp(join(tmpdir(), "catalyst-e2e-"));
  if (!isNew) {
    await givePreparedDatabase(path);
  }
  await mkdir(agentsFolder, { recursive: true });
  await symlink(agentsFolder, join(path, "agents"));
  const start = (args: string[], given: Given = {}) => startCatalyst(path, args, given);
  let running: Started | undefined;
  return {
    path,
    start,
    run: (args, given) => start(args, given).ended,
    processes: () => findProcesses(path),
    environments: () => readdir(join(path, "environments")),
    async kill(text) {
      const found = (await findProcesses(path)).filter(({ command }) => command.includes(text));
      for (const { pid } of found) {
        killIfThere(pid);
      }
      return found.length;
    },
    async up(env) {
      running = start(["up", "--listen", "127.0.0.1:0"], { env });
      await running.shows("Ctrl-C ends it");
    },
    endUps: () => endUps(path),
    async remove() {
      running?.process.kill("SIGINT");
      await running?.ended;
      await endCommands(path);
      await endUps(path);
      await rm(path, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

const isUp = ({ command }: HomeProcess) => command.includes("cli/src/main.ts up");

/** A command that follows a task starts another `up` where its own has ended. */
async function endCommands(home: string): Promise<void> {
  const found = await findProcesses(home);
  for (const { pid } of found.filter((one) => one.command.includes("cli/src/main.ts") && !isUp(one))) {
    killIfThere(pid);
  }
}

/** What a command started goes on for some minutes otherwise. */
async function endUps(home: string): Promise<void> {
  const ups = async () => (await findProcesses(home)).filter(isUp);
  for (const { pid } of await ups()) {
    killIfThere(pid, "SIGTERM");
  }
  while ((await ups()).length > 0) {
    await wait(LOOK_MILLISECONDS);
  }
}

/** One that was killed before may have taken others with it. */
function killIfThere(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") {
      throw error;
    }
  }
}

/** All that a command's environment has. */
export function variablesOf(home: string, env: Record<string, string> = {}): Record<string, string> {
  return {
    ...installVariables(),
    PATH: process.env.PATH ?? "",
    HOME: process.env.HOME ?? home,
    TMPDIR: tmpdir(),
    CATALYST_HOME: home,
    NO_COLOR: "1",
    // Built by those tests alone that look at its pages.
    CATALYST_WEB: "off",
    ...env,
  };
}

function startCatalyst(home: string, args: string[], { env, stdin = "", folder }: Given): Started {
  const child = spawn(join(ROOT, "catalyst"), args, {
    env: variablesOf(home, env),
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(stdin);
  const seen = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    seen.stdout += chunk.toString("utf8");
  });
  child.stderr.on("data", (chunk: Buffer) => {
    seen.stderr += chunk.toString("utf8");
  });
  const ended = new Promise<Ended>((resolve) => child.once("close", (exitCode) => resolve({ exitCode, ...seen })));
  const finds = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(seen.stdout) ?? pattern.exec(seen.stderr);
        if (found !== null) {
          // Each look goes through all that was said: who floods us would have us do nothing else.
          child.stdout.off("data", look);
          child.stderr.off("data", look);
          resolve(found);
        }
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      look();
      void ended.then(() =>
        reject(new Error(`catalyst ended without showing ${pattern}:\n${seen.stdout}\n${seen.stderr}`)),
      );
    });
  const shows = async (text: string) => void (await finds(new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))));
  return { process: child, ended, shows, finds };
}

/** The settings of npm and pip for the agents' installation; everything else of the environment stays out. */
function installVariables(): Record<string, string> {
  const wanted = /^(npm_config_.*|https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_(file|dir)|pip_.*)$/i;
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => wanted.test(entry[0]) && entry[1] !== undefined,
    ),
  );
}

/** A process belongs to a home that its command line or its environment names. */
async function findProcesses(home: string): Promise<HomeProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => ({ pid: Number(pid), command: await readCommand(pid, home) })),
  );
  return found.filter((one): one is HomeProcess => one.command !== null);
}

async function readCommand(pid: string, home: string): Promise<string | null> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
  return `${command}\0${environment}`.includes(home) ? command.replaceAll("\0", " ") : null;
}
