import { findNextStage } from "../../environment/stages/find-next-stage.ts";
import type { KeptJob } from "./decide-hand-out.ts";

/** Whether the runners of a pod told the ends of all stages that it needs: what comes from its address later is somebody else. */
export function isWorkOver(jobs: readonly Pick<KeptJob, "kind" | "exitCode">[]): boolean {
  const stages = jobs.map(({ kind, exitCode }) => ({
    kind,
    end: exitCode === null ? null : { exitCode, reason: "exited" as const },
  }));
  return jobs.length > 0 && findNextStage(stages) === null;
}
