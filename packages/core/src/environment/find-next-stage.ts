import type { StageEnd, StageKind } from "./environment.ts";
import { RUNNER_EXIT_CODES } from "./runner-exit-codes.ts";

/**
 * The stage, counted from 0, that runs after these have ended; null: none of the others is needed. Only work that `verify`
 * refused goes back to the agent; whatever else isn't done ends it all, and so does work that is accepted.
 */
export function findNextStage(
  stages: readonly { kind: StageKind }[],
  ended: readonly Pick<StageEnd, "exitCode" | "reason">[],
): number | null {
  const last = ended.at(-1);
  const number = ended.length;
  if (number >= stages.length || (last !== undefined && !goesOn(stages[number - 1]?.kind, last))) {
    return null;
  }
  return number;
}

function goesOn(kind: StageKind | undefined, { exitCode, reason }: Pick<StageEnd, "exitCode" | "reason">): boolean {
  const wanted = kind === "verify" ? RUNNER_EXIT_CODES.notVerified : RUNNER_EXIT_CODES.done;
  return reason === "exited" && exitCode === wanted;
}
