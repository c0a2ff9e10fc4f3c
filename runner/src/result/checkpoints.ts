import type { ExecutionEventBody } from "@catalyst/core";
import { agentGit, createOwnRepository, type Work } from "../workspace/own-repository.ts";
import { pushOnce, toBranch } from "./push-work.ts";

const SETTLE_MILLISECONDS = 1500;

/** Pushes while the agent works, so that an environment that dies loses no committed work. */
export interface Checkpoints {
  /** Something happened after which there may be a new commit. */
  consider(): void;
  /** Resolves when no push is under way and none comes any more, with the commit that was pushed last. */
  stop(): Promise<string | null>;
}

export interface CheckpointInput {
  /** Where the repository is made that checkpoints are pushed from. */
  folder: string;
  onEvent: (body: ExecutionEventBody) => Promise<void>;
}

export function createCheckpoints(work: Work, { folder, onEvent }: CheckpointInput): Checkpoints {
  const { baseCommit } = work.job.repository;
  let pushed: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let pushing: Promise<void> = Promise.resolve();
  const push = async (): Promise<void> => {
    try {
      const head = await agentGit(work).run("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
      if (isStopped || head === (pushed ?? baseCommit)) {
        return;
      }
      const git = await createOwnRepository(work, folder);
      await git.run("merge-base", "--is-ancestor", baseCommit, head);
      await pushOnce(git, work, [toBranch(work, head)]);
      pushed = head;
      await onEvent({ type: "checkpoint", commit: head });
    } catch {
      // The last push says what is wrong; a checkpoint is only a precaution.
    }
  };
  return {
    consider() {
      if (isStopped || timer !== null) {
        return;
      }
      timer = setTimeout(() => {
        timer = null;
        pushing = pushing.then(push);
      }, SETTLE_MILLISECONDS);
    },
    async stop() {
      isStopped = true;
      if (timer !== null) {
        clearTimeout(timer);
      }
      await pushing;
      return pushed;
    },
  };
}
