import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { mirrorPath, quarantinePath } from "./paths.ts";
import { RECEIVE_SETTINGS } from "./quarantine.ts";
import { GIT_ENV } from "./run-git.ts";

export interface GitService {
  /** Fetches are served from the mirror, pushes go to the execution's quarantine. */
  kind: "fetch" | "push";
  home: string;
  repoId: string;
  executionId: string;
  /** Answer to `info/refs` instead of a request. */
  isAdvertisement: boolean;
  /** The client's Git-Protocol header. */
  protocol: string | null;
}

/** A git process that speaks the smart HTTP protocol's inner part. */
export interface ServedGit {
  input: Writable;
  output: Readable;
  done: Promise<{ exitCode: number | null; stderr: string }>;
  kill(): void;
}

const MAX_STDERR_LENGTH = 8192;

/** Starts `git upload-pack` on the mirror or `git receive-pack` on the quarantine. No hook of a repository runs. */
export function serveGit(service: GitService): ServedGit {
  const child = spawn("git", serviceArgs(service), {
    cwd: "/",
    env: serviceEnv(service),
    stdio: ["pipe", "pipe", "pipe"],
  });
  return { input: child.stdin, output: child.stdout, done: waitForEnd(child), kill: () => child.kill("SIGKILL") };
}

/** A fetch finds what is in the execution's own quarantine, too: the commit that it starts from may be nowhere else. */
function serviceEnv({ kind, home, executionId, protocol }: GitService): NodeJS.ProcessEnv {
  const own = { GIT_ALTERNATE_OBJECT_DIRECTORIES: join(quarantinePath(home, executionId), "objects") };
  return {
    ...GIT_ENV,
    ...(kind === "fetch" ? own : {}),
    ...(protocol === null ? {} : { GIT_PROTOCOL: protocol }),
  };
}

function serviceArgs({ kind, home, repoId, executionId, isAdvertisement }: GitService): string[] {
  const mode = isAdvertisement ? ["--http-backend-info-refs"] : [];
  if (kind === "fetch") {
    const settings = ["-c", "uploadpack.allowFilter=true", "-c", "uploadpack.allowAnySHA1InWant=true"];
    return [...settings, "upload-pack", "--strict", "--stateless-rpc", ...mode, mirrorPath(home, repoId)];
  }
  const settings = RECEIVE_SETTINGS.flatMap((setting) => ["-c", setting]);
  return [...settings, "receive-pack", "--stateless-rpc", ...mode, quarantinePath(home, executionId)];
}

function waitForEnd(child: ChildProcess): Promise<{ exitCode: number | null; stderr: string }> {
  let stderr = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr = `${stderr}${chunk.toString("utf8")}`.slice(-MAX_STDERR_LENGTH);
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ exitCode: null, stderr: error.message }));
    child.once("close", (exitCode) => resolve({ exitCode, stderr }));
  });
}
