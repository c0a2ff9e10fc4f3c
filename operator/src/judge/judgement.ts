import type { EnvironmentStatusFields } from "@catalyst/kubernetes";
import type { Pod } from "./read/pod.ts";

/** What is to be done next; each may be done again, and nothing of it waits for an end. */
export type Action =
  | { kind: "ensureNamespace" }
  | { kind: "createPod"; attempt: number; avoidNode: string | null }
  | { kind: "claimPod"; pod: Pod }
  /** `mark`: why, written on the pod before it is deleted. */
  | { kind: "deletePod"; uid: string; mark: string }
  | { kind: "forceDeletePod"; uid: string }
  /** From the pod's own start on. */
  | { kind: "lowerDeadline"; uid: string; seconds: number }
  | { kind: "addFinalizer" }
  | { kind: "removeFinalizer" }
  | { kind: "deleteEnvironment" };

export interface Judgement {
  /** All of it, as it is to be told. */
  status: EnvironmentStatusFields;
  actions: Action[];
  /** When to look again though nothing happened; null: not at all. */
  againMilliseconds: number | null;
}
