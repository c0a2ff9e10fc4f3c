import type { StageStatus } from "../../environment/environment.ts";
import { findNextStage } from "../../environment/stages/find-next-stage.ts";
import { RUNNER_EXIT_CODES } from "../../environment/stages/runner-exit-codes.ts";
import type { Verification } from "../../task/task.ts";
import type { Transcript } from "./read-transcript.ts";

/** `none`: the project has no `verify`. `unknown`: it has no word on the work, as its last run didn't come to an end. */
export type Judgement = { kind: "none" } | { kind: "unknown" } | { kind: "judged"; verification: Verification };

type Words = NonNullable<Transcript["verify"]>;

interface Judged {
  stages: readonly StageStatus[];
  /** What the last run told. */
  words: Words | null;
  /** What would be published. */
  commit: string;
  /** The hook as the project has it. */
  command: string;
}

/**
 * What the project's `verify` says of the work that an environment left. Whether it passed is what was measured from
 * outside, never what anything inside told; the transcript only has the words. It counts for the commit that it was run on,
 * and for no other.
 */
export function judgeVerification({ stages, words, commit, command }: Judged): Judgement {
  const ordered = stages.filter(({ kind }) => kind === "verify");
  const runs = ordered.filter(({ end }) => end !== null);
  if (ordered.length === 0) {
    return { kind: "none" };
  }
  const end = runs.at(-1)?.end;
  if (end?.reason !== "exited" || !isOver(stages)) {
    return { kind: "unknown" };
  }
  const attempts = runs.length;
  const said = words?.attempt === attempts ? words : { exitCode: null, output: "", commit: null };
  switch (end.exitCode) {
    case RUNNER_EXIT_CODES.done:
      return { kind: "judged", verification: { ...accept(said, { attempts, commit }), command } };
    case RUNNER_EXIT_CODES.notVerified:
      return {
        kind: "judged",
        verification: {
          isPassed: false,
          attempts,
          // It did fail, whatever was told.
          exitCode: said.exitCode === 0 ? null : said.exitCode,
          output: said.output,
          commit: said.commit,
          command,
        },
      };
    default:
      return { kind: "unknown" };
  }
}

function accept(
  said: Omit<Words, "attempt">,
  { attempts, commit }: Pick<Verification, "attempts"> & { commit: string },
): Verification {
  if (said.commit === commit) {
    return { isPassed: true, attempts, exitCode: 0, output: said.output, commit };
  }
  const output = `It accepted ${said.commit ?? "an unknown commit"}, and what was pushed in the end is ${commit}.`;
  return { isPassed: false, attempts, exitCode: 0, output, commit: said.commit };
}

/** After a refusal the agent may have had no time left for another turn; else there was one, which must have been judged. */
function isOver(stages: readonly StageStatus[]): boolean {
  const last = stages.findLast(({ end }) => end !== null);
  const isUnable = last?.kind === "agent" && last.end?.exitCode === RUNNER_EXIT_CODES.notCompleted;
  return findNextStage(stages) === null && (last?.kind === "verify" || isUnable);
}
