import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { chmod, chown, copyFile, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  agentTokenOf,
  ENVIRONMENT_PATHS,
  type ExecutionEventBody,
  type GatewayAddress,
  type Job,
} from "@catalyst/core";
import type { z } from "zod";
import { ACCOUNT, copyWritten, findRunner, isListening, launchRunner } from "./launch-runner.ts";
import { makeCertificate } from "./make-certificate.ts";
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
  /** Lets the next run find the gateway at this address, over TLS. */
  speakTls(): Promise<GatewayAddress>;
  /** Lets the next run see the mirror that fetches are served from, or an unusable one; without this it sees none. */
  showMirror(kind: "whole" | "empty"): Promise<void>;
  signal(signal: NodeJS.Signals): Promise<void>;
  /** The most memory that the runner had so far. */
  peakMemoryKib(): Promise<number>;
  exited(): Promise<{ code: number | null; output: string }>;
  /** Runs git in the repository that pushes go to. */
  git(...args: string[]): Promise<string>;
  /** Keeps home and workspace as they are now, for runs that verify: without it these find nothing. */
  keepSetup(): void;
  /** Makes `/home/agent/go`, which scripts wait for. */
  letGo(): Promise<void>;
  /** Whether there is such a file in the agent's home. */
  hasFile(name: string): Promise<boolean>;
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
  await chmod(folder, 0o755);
  const path = join(folder, "runner.mjs");
  const args = ["--disable-warning=ExperimentalWarning", BUILD_SCRIPT, "--out", path];
  await promisify(execFile)(process.execPath, args, { env: {} });
  return path;
}

export async function startEnvironment(runnerPath: string): Promise<TestEnvironment> {
  const folder = await makeFolders();
  let baseCommit = await createRepositories(folder);
  let token = "";
  const socketPath = join(folder, "gateway/gateway.sock");
  const gateway = await startStandInGateway({ socketPath, repositories: folder });
  let runner: ReturnType<typeof launchRunner> | null = null;
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
      runner = launchRunner({
        folder,
        runnerPath,
        mirror,
        job: createJob({ token, baseCommit }, { prompt: script, ...changes }),
      });
    },
    speakTls: () => placeBridge(join(folder, "bridge")),
    async showMirror(kind) {
      mirror = join(folder, kind === "whole" ? "mirror.git" : "empty");
      await mkdir(mirror, { recursive: true });
    },
    signal: async (signal) => void process.kill(await findRunner(runner?.child), signal),
    async peakMemoryKib() {
      const status = await readFile(`/proc/${await findRunner(runner?.child)}/status`, "utf8");
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]);
    },
    exited: () => runner?.exited ?? Promise.reject(new Error("The runner wasn't started.")),
    isListening: () => isListening(runner?.child),
    async commitToMirror(files) {
      baseCommit = await commitFiles(folder, files);
    },
    keepSetup: () => copyWritten(folder, join(folder, "setup")),
    hasFile: async (name) => (await stat(join(folder, "home", name)).catch(() => null)) !== null,
    letGo: () => writeFile(join(folder, "home/go"), ""),
    git: (...args) => runGit(join(folder, "quarantine.git"), ...args),
    ended: () => readEnd(bodies().at(-1)),
    async remove() {
      runner?.child.kill("SIGKILL");
      await runner?.exited;
      await gateway.kill();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function readEnd(last: ExecutionEventBody | undefined): ReturnType<TestEnvironment["ended"]> {
  if (last?.type !== "agent_ended") {
    throw new Error(`The last event isn't the agent's end: ${JSON.stringify(last)}`);
  }
  return last;
}

async function placeBridge(folder: string): Promise<GatewayAddress> {
  const name = "gateway.catalyst.internal";
  const { ca, cert, key } = makeCertificate(name);
  await mkdir(folder);
  await copyFile(join(import.meta.dirname, "tls-bridge.mjs"), join(folder, "tls-bridge.mjs"));
  await Promise.all(Object.entries({ cert, key }).map(([file, text]) => writeFile(join(folder, file), text)));
  return { host: "127.0.0.1", port: 8443, ca, name };
}

async function makeFolders(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-runner-"));
  for (const name of ["gateway", "home", "workspace", "own", "box"]) {
    await mkdir(join(folder, name));
    await chown(join(folder, name), ACCOUNT, ACCOUNT);
  }
  await chmod(folder, 0o755);
  const { gatewaySocket, agentSocket } = ENVIRONMENT_PATHS;
  await symlink(basename(gatewaySocket), join(folder, "gateway", basename(agentSocket)));
  return folder;
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
    stageNumber: 0,
    token,
    agentToken: agentTokenOf(token),
    gateway: { socket: ENVIRONMENT_PATHS.gatewaySocket },
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
  const hook = `#!/bin/sh\ncase "$1" in refs/heads/${BRANCH} | refs/beside/*) ;; *) echo "only ${BRANCH} is taken"; exit 1 ;; esac\n`;
  await writeFile(join(folder, "quarantine.git/hooks/update"), hook, { mode: 0o755 });
  return runGit(source, "rev-parse", "HEAD");
}

async function commitFiles(folder: string, files: Record<string, string>): Promise<string> {
  const source = join(folder, "source");
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(source, name)), { recursive: true });
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
