import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { ExecutionEventBody } from "@catalyst/core";
import { type JobRun, maskTokens, say } from "../job-run.ts";
import { OWN_FOLDER, type Work } from "../workspace/own-repository.ts";
import { askCommitHook } from "./ask-commit-hook.ts";
import { type CollectedWork, collectWork } from "./collect-work.ts";
import { pushWork, toBranch } from "./push-work.ts";

type Collected = Extract<ExecutionEventBody, { type: "collected" }>;

const MAX_LEFT_OUT = 50;
const MAX_WORDS_LENGTH = 1000;

/**
 * Collects the agent's work and pushes it. `pushed`: the commit that the branch is at already. Returns the commit that it is at
 * then; null: the start. Rejects when the work can't be pushed.
 */
export async function pushResult(run: JobRun, work: Work, pushed: string | null): Promise<string | null> {
  const { spool } = run;
  const { baseCommit } = run.job.repository;
  const folder = join(OWN_FOLDER, "result.git");
  const collected = await collectWork(work, folder);
  const { git, head, hasLeftovers, notes } = collected;
  await say(run, ...notes);
  if (head !== (pushed ?? baseCommit)) {
    await say(run, "Pushing what the agent committed.");
    await pushWork(git, work, { refspecs: [toBranch(work, head)], signal: spool.ended }).catch((cause) => {
      throw new Error(`Pushing the result failed: ${describe(cause)}`, { cause });
    });
  }
  const told = fitWords(run, await pushBeside(run, work, collected));
  if (hasLeftovers) {
    await spool.add(told);
    await say(run, ...(await askCommitHook(run, work, folder)));
  }
  await rm(folder, { recursive: true, force: true });
  if (!hasLeftovers) {
    // At last, so that it goes in one request with the agent's end, which comes next.
    await spool.add(told);
  }
  return head === baseCommit ? null : head;
}

async function pushBeside(run: JobRun, work: Work, { git, beside, leftOut }: CollectedWork): Promise<Collected> {
  const refspecs = beside.map(({ commit }, index) => `${commit}:refs/beside/${index + 1}`);
  if (refspecs.length === 0) {
    return { type: "collected", beside, leftOut };
  }
  try {
    await pushWork(git, work, { refspecs, signal: run.spool.ended });
    return { type: "collected", beside, leftOut };
  } catch (error) {
    const names = beside.map(({ name }) => name).join(", ");
    return { type: "collected", beside: [], leftOut: [...leftOut, `${names} (${describe(error)})`] };
  }
}

/** As many words as an event holds, and no token in them. */
function fitWords({ job }: JobRun, { type, beside, leftOut }: Collected): Collected {
  const words = leftOut.slice(0, MAX_LEFT_OUT).map((one) => maskTokens(one, job).slice(0, MAX_WORDS_LENGTH));
  return { type, beside: beside.map(({ name, commit }) => ({ name: maskTokens(name, job), commit })), leftOut: words };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
