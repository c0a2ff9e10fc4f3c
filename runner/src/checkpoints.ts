import type { ExecutionEventBody } from "@catalyst/core";
import { findHead, pushHead, type Work } from "./push-work.ts";

const SETTLE_MILLISECONDS = 1500;

/** Pushes while the agent works, so that an environment that dies loses no committed work. */
export interface Checkpoints {
  /** Something happened after which there may be a new commit. */
  consider(): void;
  /** Resolves when no push is under way, and none comes any more. */
  stop(): Promise<void>;
}

export function createCheckpoints(
  work: Work,
  input: { remote: string; onEvent: (body: ExecutionEventBody) => Promise<void> },
): Checkpoints {
  let pushed: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let pushing: Promise<void> = Promise.resolve();
  const push = async (): Promise<void> => {
    const head = await findHead(work);
    if (head === null || head === pushed) {
      return;
    }
    try {
      await pushHead(work, { head, remote: input.remote });
      pushed = head;
      await input.onEvent({ type: "checkpoint", commit: head });
    } catch {
      // The last push says what is wrong; a checkpoint is only a precaution.
    }
  };
  return {
    consider() {
      timer ??= setTimeout(() => {
        timer = null;
        pushing = pushing.then(push);
      }, SETTLE_MILLISECONDS);
    },
    async stop() {
      if (timer !== null) {
        clearTimeout(timer);
      }
      await pushing;
    },
  };
}
