import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { agentTokenOf, ENVIRONMENT_PATHS, type ExecutionEventBody, type Job } from "@catalyst/core";
import type { z } from "zod";
import { type StandInGateway, startStandInGateway } from "./start-stand-in-gateway.ts";

const BUILD_SCRIPT = fileURLToPath(new URL("../../build.ts", import.meta.url));
const GIT_ENV = {
  PATH: "/usr/bin:/bin",
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

const WRITTEN = ["home", "workspace"];

export const BRANCH = "catalyst/12345678-test";

/** An environment with a stand-in gateway: the bundled runner at its real paths, alone in a process namespace. */
export interface TestEnvironment {
  gateway: StandInGateway;
  /** The tokens of the last start: each runner has its own. */
  token: string;
  agentToken: string;
  baseCommit: string;
  /** Starts the runner with the script as the job of the `script` agent. */
  start(script: string, changes?: Partial<z.input<typeof Job>>): void;
  /** Lets the next run see the mirror that fetches are served from, or an unusable one; without this it sees none. */
  showMirror(kind: "whole" | "empty"): Promise<void>;
  signal(signal: NodeJS.Signals): Promise<void>;
  exited(): Promise<{ code: number | null; output: string }>;
  /** Runs git in the repository that pushes go to. */
  git(...args: string[]): Promise<string>;
  /** Keeps home and workspace as they are now, for runs that verify: without it these find nothing. */
  keepSetup(): Promise<void>;
  /** Makes `/home/agent/go`, which scripts wait for. */
  letGo(): Promise<void>;
  /** Whether the runner takes signals and connections. */
  isListening(): Promise<boolean>;
  /** Adds files to the repository; the new commit is where the next run starts. */
  commitToMirror(files: Record<string, string>): Promise<void>;
  bodies(): ExecutionEventBody[];
  ended(): Extract<ExecutionEventBody, { type: "agent_ended" }>;
  remove(): Promise<void>;
}

export async function bundleRunner(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-runner-bundle-"));
  const path = join(folder, "runner.mjs");
  const args = ["--disable-warning=ExperimentalWarning", BUILD_SCRIPT, "--out", path];
  await promisify(execFile)(process.execPath, args, { env: {} });
  return path;
}

export async function startEnvironment(runnerPath: string): Promise<TestEnvironment> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-runner-"));
  for (const name of ["gateway", ...WRITTEN]) {
    await mkdir(join(folder, name));
  }
  let baseCommit = await createRepositories(folder);
  let token = "";
  const socketPath = join(folder, "gateway/gateway.sock");
  const gateway = await startStandInGateway({ socketPath, repositories: folder });
  let runner: ReturnType<typeof launch> | null = null;
  let mirror: string | null = null;
  const bodies = () => gateway.events.map(({ body }) => body);
  return {
    gateway,
    get token() {
      return token;
    },
    get agentToken() {
      return agentTokenOf(token);
    },
    get baseCommit() {
      return baseCommit;
    },
    bodies,
    start(script, changes) {
      token = randomBytes(32).toString("base64url");
      gateway.admit(token);
      runner = launch({
        folder,
        runnerPath,
        mirror,
        job: createJob({ token, baseCommit }, { prompt: script, ...changes }),
      });
    },
    async showMirror(kind) {
      mirror = join(folder, kind === "whole" ? "mirror.git" : "empty");
      await mkdir(mirror, { recursive: true });
    },
    signal: (signal) => signalRunner(runner?.child, signal),
    exited: () => runner?.exited ?? Promise.reject(new Error("The runner wasn't started.")),
    isListening: () => isListening(runner?.child),
    async commitToMirror(files) {
      baseCommit = await commitFiles(folder, files);
    },
    keepSetup: () => copyWritten(folder, join(folder, "setup")),
    letGo: () => writeFile(join(folder, "home/go"), ""),
    git: (...args) => runGit(join(folder, "quarantine.git"), ...args),
    ended() {
      const last = bodies().at(-1);
      if (last?.type !== "agent_ended") {
        throw new Error(`The last event isn't the agent's end: ${JSON.stringify(last)}`);
      }
      return last;
    },
    async remove() {
      runner?.child.kill("SIGKILL");
      await runner?.exited;
      await gateway.kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Waits until the condition holds. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 40_000;
  while (!(await isTrue())) {
    if (Date.now() > deadline) {
      throw new Error(`It didn't become true in time: ${isTrue}`);
    }
    await wait(25);
  }
}

function createJob(
  { token, baseCommit }: { token: string; baseCommit: string },
  changes: Partial<z.input<typeof Job>>,
): z.input<typeof Job> {
  return {
    executionId: randomUUID(),
    token,
    agentToken: agentTokenOf(token),
    stage: "agent",
    agent: { id: "script", model: null, provider: null },
    prompt: "",
    repository: { baseCommit, branch: BRANCH, baseBranch: "main" },
    author: { name: "Agent", email: "agent@example.com" },
    leftoverCommitMessage: "Take over left-over changes",
    timeoutSeconds: 60,
    graceSeconds: 1,
    ...changes,
  };
}

async function createRepositories(folder: string): Promise<string> {
  const source = join(folder, "source");
  await mkdir(source);
  await runGit(source, "init", "--quiet", "--initial-branch=main");
  await writeFile(join(source, "readme.md"), "first\n");
  await writeFile(join(source, ".gitignore"), "ignored\n");
  await runGit(source, "add", "--all");
  await runGit(source, "commit", "--quiet", "--message=Begin");
  await runGit(folder, "clone", "--quiet", "--bare", source, "mirror.git");
  await runGit(join(folder, "mirror.git"), "config", "uploadpack.allowAnySHA1InWant", "true");
  await runGit(folder, "init", "--quiet", "--bare", "quarantine.git");
  await writeFile(join(folder, "quarantine.git/objects/info/alternates"), `${join(folder, "mirror.git/objects")}\n`);
  const hook = `#!/bin/sh\n[ "$1" = "refs/heads/${BRANCH}" ] || { echo "only ${BRANCH} is taken"; exit 1; }\n`;
  await writeFile(join(folder, "quarantine.git/hooks/update"), hook, { mode: 0o755 });
  return runGit(source, "rev-parse", "HEAD");
}

async function commitFiles(folder: string, files: Record<string, string>): Promise<string> {
  const source = join(folder, "source");
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(source, name), content);
  }
  await runGit(source, "add", "--all");
  await runGit(source, "commit", "--quiet", "--message=Add files");
  await runGit(source, "push", "--quiet", join(folder, "mirror.git"), "main");
  return runGit(source, "rev-parse", "HEAD");
}

async function runGit(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)("git", args, { cwd: folder, env: GIT_ENV });
  return stdout.trim();
}

interface Launch {
  folder: string;
  runnerPath: string;
  mirror: string | null;
  job: z.input<typeof Job>;
}

function launch(input: Launch) {
  const args = sandboxArguments(input);
  const child = spawn("bwrap", args, { env: { PATH: "/usr/bin:/bin" }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  const exited = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once("error", (error) => resolve({ code: null, output: error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
  return { child, exited };
}

/** A run that verifies sees nothing of what others wrote. */
function placeFor(job: Launch["job"], folder: string): string {
  if (job.stage !== "verify") {
    return folder;
  }
  const place = mkdtempSync(join(folder, "verified-"));
  const setup = join(folder, "setup");
  WRITTEN.forEach((name) => {
    mkdirSync(join(place, name));
    if (existsSync(setup)) {
      cpSync(join(setup, name), join(place, name), { recursive: true, verbatimSymlinks: true });
    }
  });
  return place;
}

async function copyWritten(source: string, target: string): Promise<void> {
  for (const name of WRITTEN) {
    await cp(join(source, name), join(target, name), { recursive: true, verbatimSymlinks: true });
  }
}

function sandboxArguments({ folder, runnerPath, mirror, job }: Launch): string[] {
  const written = placeFor(job, folder);
  const bind = (option: string, from: string, to: string) => [option, from, to];
  const links = ["bin", "lib", "lib64"].flatMap((name) => ["--symlink", `usr/${name}`, `/${name}`]);
  return [
    ...["--unshare-all", "--uid", "1000", "--gid", "1000", "--die-with-parent", "--new-session", "--clearenv"],
    ...[...bind("--ro-bind", "/usr", "/usr"), ...links, "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"],
    ...bind("--bind", join(written, "home"), ENVIRONMENT_PATHS.home),
    ...bind("--bind", join(written, "workspace"), ENVIRONMENT_PATHS.workspace),
    ...bind("--ro-bind", join(folder, "gateway"), ENVIRONMENT_PATHS.gatewayFolder),
    ...bind("--ro-bind", process.execPath, ENVIRONMENT_PATHS.node),
    ...bind("--ro-bind", runnerPath, ENVIRONMENT_PATHS.runner),
    ...(mirror === null ? [] : bind("--ro-bind", mirror, ENVIRONMENT_PATHS.mirror)),
    ...bind("--ro-bind", writeJob(folder, job), ENVIRONMENT_PATHS.job),
    ...["--", ENVIRONMENT_PATHS.node, ENVIRONMENT_PATHS.runner],
  ];
}

function writeJob(folder: string, job: z.input<typeof Job>): string {
  const path = join(folder, "job.json");
  writeFileSync(path, JSON.stringify(job));
  return path;
}

/** The runner is the child of bubblewrap's first process inside. */
async function signalRunner(bubblewrap: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  const first = await findChild(bubblewrap?.pid);
  process.kill(await findChild(first), signal);
}

/** /proc/<pid>/net shows the process's own network: 2253 is port 8787. */
async function isListening(bubblewrap: ChildProcess | undefined): Promise<boolean> {
  const first = await findChild(bubblewrap?.pid).catch(() => null);
  const connections = await readFile(`/proc/${first}/net/tcp`, "utf8").catch(() => "");
  return connections.includes("0100007F:2253");
}

async function findChild(pid: number | undefined): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  const child = Number(children.trim().split(" ")[0]);
  if (!(child > 1)) {
    throw new Error(`Process ${pid} has no child.`);
  }
  return child;
}
