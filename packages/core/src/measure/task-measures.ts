import type { Publication } from "../result/publication.ts";
import type { FailureReason, TaskStatus } from "../task/task.ts";

/** What is measured of tasks as they are changed. Nothing of it waits, and nothing throws. */
export interface TaskMeasures {
  /** An environment is there, or it failed for a reason of its own. */
  provisioned(provision: Provision): void;
  /** A task has come to an end, from when it was asked for. */
  taskEnded(end: { outcome: TaskStatus; publication: PublicationKind; seconds: number }): void;
  /** A task about an issue has its first pull request, so long after it was asked for. */
  proposed(seconds: number): void;
  executionEnded(end: { outcome: TaskStatus; reason: FailureReason | null; agent: string | null }): void;
  /** What the policy found in a result that was to be published, one rule for each finding. */
  policyFound(rules: readonly string[]): void;
}

export interface Provision {
  executionId: string;
  outcome: "ready" | "failed";
  /** Since its execution began to be provisioned, waiting for a place apart. */
  seconds: number;
  agent: string | null;
}

export type PublicationKind = Publication["kind"] | "none";
