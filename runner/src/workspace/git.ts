import type { Readable } from "node:stream";
import { GATEWAY_URL_INSIDE, type Job, PURPOSES } from "@catalyst/core";
import { startInBox } from "../box/start-in-box.ts";

/** Longer than any honest git command here. */
const TIMEOUT_SECONDS = 10 * 60;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const KEPT_ERROR_CHARACTERS = 4096;

/** git's whole environment for agents, and for the runner where agents write: the token is the agent's. */
export function gitEnv(job: Job, home: string): Record<string, string> {
  // In a workspace that is read-only, git must not try to refresh its index while it reads.
  const readOnly: Record<string, string> = PURPOSES[job.agent.purpose].mayChange ? {} : { GIT_OPTIONAL_LOCKS: "0" };
  return { ...readOnly, ...makeEnv(job, job.agentToken), HOME: home, GIT_CEILING_DIRECTORIES: "/workspace" };
}

/** git's whole environment in the runner's own repositories, where no settings but ours are read. */
export function ownGitEnv(job: Job): Record<string, string> {
  return { ...makeEnv(job, job.token), HOME: "/nonexistent", GIT_CONFIG_GLOBAL: "/dev/null" };
}

function makeEnv({ author }: Job, token: string): Record<string, string> {
  const header = `Authorization: Basic ${Buffer.from(`catalyst:${token}`).toString("base64")}`;
  const settings = {
    [`http.${GATEWAY_URL_INSIDE}/.extraHeader`]: header,
    "advice.detachedHead": "false",
    "init.defaultBranch": "main",
    "commit.gpgSign": "false",
  };
  const pairs = Object.entries(settings).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    LANG: "C.UTF-8",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_COUNT: String(Object.keys(settings).length),
    ...Object.fromEntries(pairs),
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  };
}

/** git as the runner runs it: in a box of its own, where hooks that an agent configured run nothing. */
export interface Git {
  /** What git printed, without the last line end. Rejects with git's own words. */
  run(...args: string[]): Promise<string>;
  /** null when git fails. */
  ask(...args: string[]): Promise<string | null>;
  /** As `run`, with bytes in and out: names of files needn't be UTF-8. */
  exchange(input: Buffer | string, ...args: string[]): Promise<Buffer>;
  /** As `run`, in bytes, with the end of what git said beside it: it goes on past much that it can't read. */
  hear(...args: string[]): Promise<Heard>;
}

interface Heard {
  output: Buffer;
  said: string;
}

const SAFE = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false"];

export interface GitPlace {
  env: Record<string, string>;
  folder: string;
  /** In a repository of the runner's own, which agents don't see. */
  isOwn?: boolean;
  signal?: AbortSignal;
  timeoutSeconds?: number;
}

export function createGit(input: GitPlace): Git {
  const hear = (...args: string[]) => execute({ ...input, args, stdin: "" });
  const exchange = async (stdin: Buffer | string, ...args: string[]) =>
    (await execute({ ...input, args, stdin })).output;
  const run = async (...args: string[]) => (await hear(...args)).output.toString("utf8").trimEnd();
  return { hear, exchange, run, ask: (...args) => run(...args).catch(() => null) };
}

interface Execution extends GitPlace {
  args: string[];
  stdin: Buffer | string;
}

async function execute({ args, stdin, signal, timeoutSeconds, ...place }: Execution): Promise<Heard> {
  const box = startInBox({ ...place, command: "git", args: [...SAFE.flatMap((setting) => ["-c", setting]), ...args] });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let said = "";
  const end = () => void box.end(0);
  box.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MAX_OUTPUT_BYTES) {
      end();
    }
  });
  box.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-KEPT_ERROR_CHARACTERS);
  });
  box.stdin.on("error", () => undefined).end(stdin);
  const timer = setTimeout(end, (timeoutSeconds ?? TIMEOUT_SECONDS) * 1000);
  signal?.addEventListener("abort", end, { once: true });
  if (signal?.aborted) {
    end();
  }
  const { exitCode, error } = await box.ended;
  clearTimeout(timer);
  signal?.removeEventListener("abort", end);
  // What git started may hold its output open for ever.
  await box.end(0);
  await Promise.all([untilClosed(box.stdout), untilClosed(box.stderr)]);
  if (exitCode !== 0) {
    throw new Error(`git ${args[0]} failed (${exitCode ?? error}): ${said.trim()}`);
  }
  return { output: Buffer.concat(chunks), said };
}

function untilClosed(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) {
      resolve();
    }
    stream.once("close", () => resolve());
  });
}
