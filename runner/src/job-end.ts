import type { RUNNER_EXIT_CODES } from "@catalyst/core";

/** How a job was done. `reason`: what prevented it, for people. */
export interface JobEnd {
  kind: Exclude<keyof typeof RUNNER_EXIT_CODES, "fault" | "grantEnded" | "isolationLost" | "outOfMemory">;
  reason?: string;
}
