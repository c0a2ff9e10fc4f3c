import type { FailureReason } from "../../task/task.ts";
import type { Way } from "../../way.ts";
import type { Step } from "../step.ts";

/** What speaks against publishing a result that nothing spoke against when the work began. */
export interface Objection {
  failureReason: FailureReason;
  errorMessage: string;
  way: Way;
}

export type Why = readonly [reason: FailureReason, words: string];

/** The objection of a reason: what the agent did is kept until somebody publishes it. */
export function objectTo({ task }: Step, [failureReason, words]: Why): Objection {
  const errorMessage = `Publishing the branch ${task.branch} was stopped: ${words} What the agent did is kept.`;
  return { failureReason, errorMessage, way: { kind: "publish_task", task: task.number } };
}
