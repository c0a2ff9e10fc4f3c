import type { StageStatus } from "../../environment/environment.ts";
import { findNextStage } from "../../environment/stages/find-next-stage.ts";
import type { StageKind } from "../../environment/stages/stage.ts";
import { type JobWish, REPEAT_SECONDS } from "./environment-job-store.ts";

/** A job as it is stored. */
export interface KeptJob {
  name: string;
  kind: StageKind;
  podUid: string | null;
  identityId: string | null;
  handedOutAt: Date | null;
  /** Whether a token of it was used. */
  isUsed: boolean;
  exitCode: number | null;
}

export interface HandOut {
  /** Of the execution's environment, in their order. */
  jobs: readonly KeptJob[];
  now: Date;
}

/** Which of the jobs is handed out, or why none is. */
export function decideHandOut(
  { podUid, stage, identityId }: Pick<JobWish, "podUid" | "stage" | "identityId">,
  { jobs, now }: HandOut,
): { kind: "hand_out"; index: number } | { kind: "not_needed" | "over" } {
  const index = jobs.findIndex(({ name }) => name === stage);
  const job = jobs[index];
  if (job === undefined) {
    return { kind: "over" };
  }
  if (job.handedOutAt !== null) {
    const isSame = job.podUid === podUid && job.identityId === identityId && job.exitCode === null;
    const isSoon = now.getTime() - job.handedOutAt.getTime() < REPEAT_SECONDS * 1000;
    return isSame && isSoon && !job.isUsed ? { kind: "hand_out", index } : { kind: "over" };
  }
  // A pod that takes the place of one that began nothing is as good as that; after that there is none.
  if (jobs.some((other) => other.podUid !== null && other.podUid !== podUid)) {
    return { kind: "over" };
  }
  const before = jobs.slice(0, index);
  const isUntold = before.some((other) => other.handedOutAt !== null && other.exitCode === null);
  if (isUntold) {
    return { kind: "over" };
  }
  return findNextStage(jobs.map(statusOf)) === index ? { kind: "hand_out", index } : { kind: "not_needed" };
}

function statusOf({ kind, exitCode }: KeptJob): StageStatus {
  return { kind, end: exitCode === null ? null : { exitCode, reason: "exited" } };
}
