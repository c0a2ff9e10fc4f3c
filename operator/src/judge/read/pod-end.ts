import type { EnvironmentExitReason } from "@catalyst/core";

/** Why an Environment is finished; an interface, as every reason of a condition is. */
export type FinishReason =
  | "Completed"
  | "RunnerFault"
  | "GrantEnded"
  | "NotPrepared"
  | "OutOfMemory"
  | "DiskFull"
  | "DeadlineExceeded"
  | "Evicted"
  | "Preempted"
  | "Drained"
  | "NodeLost"
  | "PodDeleted"
  | "Destroyed"
  | "NamespaceDeleted"
  | "Tripped"
  | "StartTimeout"
  | "Refused";

/** How a pod ended after something of the project had begun in it. */
export interface PodEnd {
  reason: FinishReason;
  /** The same in the port's words. */
  exit: EnvironmentExitReason;
  exitCode: number | null;
  message: string;
  /** What it said last: nobody vouches for that. */
  output: string;
}
