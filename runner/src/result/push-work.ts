import { setTimeout as wait } from "node:timers/promises";
import type { Git } from "../workspace/git.ts";
import type { Work } from "../workspace/own-repository.ts";

/** Longer than a gateway's restart takes by far: what isn't pushed is lost. */
const RETRY_FOR_MILLISECONDS = 5 * 60 * 1000;
const MAX_PAUSE_MILLISECONDS = 5000;

export interface Push {
  /** What goes where: `<commit>:<ref>`. */
  refspecs: string[];
  /** Gives up, for example because nothing of this execution counts any more. */
  signal: AbortSignal;
}

/** Pushes commits, again and again while the gateway can't be reached. Rejects when it refuses. */
export async function pushWork(git: Git, work: Work, { refspecs, signal }: Push): Promise<void> {
  const deadline = Date.now() + RETRY_FOR_MILLISECONDS;
  for (let attempt = 0; ; attempt++) {
    try {
      return await pushOnce(git, work, refspecs);
    } catch (error) {
      if (signal.aborted || Date.now() > deadline || isRefusal(error)) {
        throw error;
      }
    }
    await wait(Math.min(250 * 2 ** Math.min(attempt, 10), MAX_PAUSE_MILLISECONDS));
  }
}

/** Both ends are named: the agent may have changed remotes and refs. */
export async function pushOnce(git: Git, { remote }: Work, refspecs: string[]): Promise<void> {
  await git.run("push", "--quiet", "--force", "--no-verify", "--", remote, ...refspecs);
}

/** As the job's branch. */
export function toBranch({ job }: Work, head: string): string {
  return `${head}:refs/heads/${job.repository.branch}`;
}

function isRefusal(error: unknown): boolean {
  return /rejected\]|unpack failed|error: 40[0-4]\b|error: 413\b|Authentication failed|could not read Username/i.test(
    error instanceof Error ? error.message : "",
  );
}
