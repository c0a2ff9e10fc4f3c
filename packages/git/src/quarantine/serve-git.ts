import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Duplex, Readable, Writable } from "node:stream";
import { limitedCommand, PUSHED_LIMITS } from "../limits/process-limits.ts";
import { makeReadingGroup } from "../limits/reading-group.ts";
import { killGroup } from "../limits/run-apart.ts";
import { yieldToOthers } from "../limits/yield-to-others.ts";
import { mirrorPath, quarantinePath } from "../paths.ts";
import { quotePath } from "../quote-path.ts";
import { GIT_ENV } from "../run-git.ts";
import { askDoor, prepareDoor } from "./door/ask-door.ts";
import type { DoorAnswer } from "./door/door-messages.ts";
import { FETCH_SETTINGS, receiveSettings } from "./service-settings.ts";

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
  /** null: nothing may come in. */
  push: PushRules | null;
}

export interface PushRules {
  /** What the push may have, packed. */
  maxBytes: number;
  /** Spellings of the secrets that are looked for in it. */
  secretPatterns: readonly string[];
}

/** A git process that speaks the smart HTTP protocol's inner part. */
export interface ServedGit {
  input: Writable;
  output: Readable;
  done: Promise<{ exitCode: number | null; stderr: string }>;
  /** What the program at the door said of a push; null: it wasn't asked. Known when git has ended. */
  door: Promise<DoorAnswer | null>;
  kill(): void;
}

/** A socket that git hands on to its hooks as it is. */
const DOOR_CHANNEL = 3;
const MAX_STDERR_LENGTH = 8192;

/**
 * Starts `git upload-pack` on the mirror or `git receive-pack` on the quarantine, in a process group of its own, under
 * limits and in a control group where there is one. No hook runs but ours at the quarantine's door (door/ask-door.ts).
 */
export function serveGit(service: GitService): ServedGit {
  const group = makeReadingGroup(PUSHED_LIMITS);
  const [command = "", ...args] = limitedCommand(["git", ...serviceArgs(service)], PUSHED_LIMITS, group.folders);
  const child = spawn(command, args, {
    cwd: "/",
    env: serviceEnv(service),
    detached: true,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
  });
  yieldToOthers(child.pid);
  const ended = new AbortController();
  const kill = () => {
    ended.abort();
    if (child.exitCode === null && child.signalCode === null) {
      killGroup(child.pid);
    }
  };
  const timer = setTimeout(kill, PUSHED_LIMITS.seconds * 1000);
  const done = waitForEnd(child).finally(async () => {
    clearTimeout(timer);
    await group.end();
  });
  const door = askDoor({
    channel: child.stdio[DOOR_CHANNEL] as Duplex,
    order: {
      quarantinePath: quarantinePath(service.home, service.executionId),
      patterns: [...(service.push?.secretPatterns ?? [])],
    },
    signal: ended.signal,
  });
  if (service.kind === "push" && service.isAdvertisement) {
    prepareDoor();
  }
  return { input: child.stdin, output: child.stdout, done, door, kill };
}

/** A fetch finds what is in the execution's own quarantine, too: the commit that it starts from may be nowhere else. */
function serviceEnv({ kind, home, executionId, protocol }: GitService): NodeJS.ProcessEnv {
  const quarantine = quarantinePath(home, executionId);
  const shallow = join(quarantine, "shallow");
  const own = {
    GIT_ALTERNATE_OBJECT_DIRECTORIES: quotePath(join(quarantine, "objects")),
    // Of a commit whose parents are nowhere git must know it, whichever repository has it.
    ...(existsSync(shallow) ? { GIT_SHALLOW_FILE: shallow } : {}),
  };
  return {
    ...GIT_ENV,
    ...(kind === "fetch" ? own : {}),
    ...(protocol === null ? {} : { GIT_PROTOCOL: protocol }),
  };
}

function serviceArgs({ kind, home, repoId, executionId, isAdvertisement, push }: GitService): string[] {
  const mode = isAdvertisement ? ["--http-backend-info-refs"] : [];
  const settings = kind === "fetch" ? FETCH_SETTINGS : receiveSettings(push?.maxBytes ?? 0);
  const options = settings.flatMap((setting) => ["-c", setting]);
  return kind === "fetch"
    ? [...options, "upload-pack", "--strict", "--stateless-rpc", ...mode, mirrorPath(home, repoId)]
    : [...options, "receive-pack", "--stateless-rpc", ...mode, quarantinePath(home, executionId)];
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
