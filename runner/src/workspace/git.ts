import { spawn } from "node:child_process";
import { GATEWAY_URL_INSIDE, type Job } from "@catalyst/core";

/** Longer than any honest git command here. */
const TIMEOUT_SECONDS = 10 * 60;
/** After git's own end: what it started may hold its output open for ever. */
const CLOSE_MILLISECONDS = 2000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;
const KEPT_ERROR_CHARACTERS = 4096;

/** git's whole environment inside: the token is the agent's, so it may see it here. */
export function gitEnv(job: Job, home: string): Record<string, string> {
  const header = `Authorization: Basic ${Buffer.from(`catalyst:${job.agentToken}`).toString("base64")}`;
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
  // In a workspace that is read-only, git must not try to refresh its index while it reads.
  const readOnly = job.agent.purpose === "plan" ? { GIT_OPTIONAL_LOCKS: "0" } : {};
  return {
    ...readOnly,
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: home,
    LANG: "C.UTF-8",
    GIT_CEILING_DIRECTORIES: "/workspace",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_COUNT: String(Object.keys(settings).length),
    ...Object.fromEntries(pairs),
    GIT_AUTHOR_NAME: job.author.name,
    GIT_AUTHOR_EMAIL: job.author.email,
    GIT_COMMITTER_NAME: job.author.name,
    GIT_COMMITTER_EMAIL: job.author.email,
  };
}

/** The runner's own git: hooks and helpers that the agent configured run nothing. */
export interface Git {
  /** What git printed, without the last line end. Rejects with git's own words. */
  run(...args: string[]): Promise<string>;
  /** null when git fails. */
  ask(...args: string[]): Promise<string | null>;
  /** As `run`, with bytes in and out: names of files needn't be UTF-8. */
  exchange(input: Buffer | string, ...args: string[]): Promise<Buffer>;
}

const SAFE = ["core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false"];

export interface GitPlace {
  env: Record<string, string>;
  folder: string;
  signal?: AbortSignal;
  timeoutSeconds?: number;
}

export function createGit(input: GitPlace): Git {
  const exchange = (stdin: Buffer | string, ...args: string[]) => execute({ ...input, args, stdin });
  const run = async (...args: string[]) => (await exchange("", ...args)).toString("utf8").trimEnd();
  return { exchange, run, ask: (...args) => run(...args).catch(() => null) };
}

interface Execution extends GitPlace {
  args: string[];
  stdin: Buffer | string;
}

async function execute({ env, folder, args, stdin, signal, timeoutSeconds }: Execution): Promise<Buffer> {
  const child = spawn("git", [...SAFE.flatMap((setting) => ["-c", setting]), ...args], {
    cwd: folder,
    env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const chunks: Buffer[] = [];
  let bytes = 0;
  let said = "";
  const end = () => endGroup(child.pid);
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    chunks.push(chunk);
    if (bytes > MAX_OUTPUT_BYTES) {
      end();
    }
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-KEPT_ERROR_CHARACTERS);
  });
  child.stdin.on("error", () => undefined).end(stdin);
  const timer = setTimeout(end, (timeoutSeconds ?? TIMEOUT_SECONDS) * 1000);
  signal?.addEventListener("abort", end, { once: true });
  if (signal?.aborted) {
    end();
  }
  const how = await untilClosed(child);
  clearTimeout(timer);
  signal?.removeEventListener("abort", end);
  if (how !== 0) {
    throw new Error(`git ${args[0]} failed (${how}): ${said.trim()}`);
  }
  return Buffer.concat(chunks);
}

function untilClosed(child: ReturnType<typeof spawn>): Promise<number | string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(code ?? signal ?? "unknown"));
    child.once("exit", () => {
      const closing = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, CLOSE_MILLISECONDS);
      child.once("close", () => clearTimeout(closing));
    });
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, "SIGKILL");
    }
  } catch {
    // It ended by itself.
  }
}
