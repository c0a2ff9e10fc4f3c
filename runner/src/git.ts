import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { GATEWAY_URL_INSIDE, type Job } from "@catalyst/core";

/** git's whole environment inside: the token is the agent's own, so it may see it here. */
export function gitEnv(job: Job, home: string): Record<string, string> {
  const header = `Authorization: Basic ${Buffer.from(`catalyst:${job.token}`).toString("base64")}`;
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
    HOME: home,
    LANG: "C.UTF-8",
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

/** The runner's own git: what the agent configured in the repository runs nothing. */
export interface Git {
  run(...args: string[]): Promise<string>;
  /** null when git fails. */
  ask(...args: string[]): Promise<string | null>;
}

const SAFE = ["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "gc.auto=0"];

export function createGit(input: { env: Record<string, string>; folder: string }): Git {
  const run = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)("git", [...SAFE, ...args], {
      cwd: input.folder,
      env: input.env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout.trimEnd();
  };
  return { run, ask: (...args) => run(...args).catch(() => null) };
}
