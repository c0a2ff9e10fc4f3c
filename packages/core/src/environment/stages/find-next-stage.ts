import type { StageStatus } from "../environment.ts";
import { RUNNER_EXIT_CODES } from "./runner-exit-codes.ts";

/**
 * The stage, counted from 0, that runs after those that have ended; null: none of the others is needed. Only work that
 * `verify` refused goes back to the agent; whatever else isn't done ends it all, and so does work that is accepted.
 */
export function findNextStage(stages: readonly StageStatus[]): number | null {
  const next = stages.findIndex(({ end }) => end === null);
  const last = next > 0 ? stages[next - 1] : undefined;
  return next === -1 || (last !== undefined && !goesOn(last)) ? null : next;
}

function goesOn({ kind, end }: StageStatus): boolean {
  const wanted = kind === "verify" ? RUNNER_EXIT_CODES.notVerified : RUNNER_EXIT_CODES.done;
  return end?.reason === "exited" && end.exitCode === wanted;
}
