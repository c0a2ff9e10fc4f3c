import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import type { ForgePort, MovedHead } from "../../../forge/forge-port.ts";
import type { AgentTask, TaskEnd, TaskResult } from "../../../task/task.ts";
import type { AgentExecution } from "../../execution.ts";
import { findContinued } from "../../find-continued.ts";
import type { Step } from "../../step.ts";

/** Of so many commits more a review still says something. */
const MAX_AHEAD = 5;

/** Where the pull request is by now; as if it were where it was, where the forge doesn't say. Throws `ForgeAway`. */
export async function findMoved(
  { repo }: Step,
  { forge, number, commit }: { forge: ForgePort; number: number; commit: string },
): Promise<MovedHead> {
  const outcome = await forge.compareHead({ repo, number, commit });
  if (outcome.kind === "failed") {
    // Only one that passes is thrown: what keeps it from being read keeps the review from being said.
    describeForgeProblem(outcome.problem);
    return { head: commit, ahead: 0 };
  }
  return outcome;
}

/** Whether what was seen isn't what is there. */
export function isFar({ ahead }: MovedHead): boolean {
  return ahead === null || ahead > MAX_AHEAD;
}

/** Whether this review is the one that is made again: it is said, wherever the pull request is by then. */
export async function isAgain(step: Step): Promise<boolean> {
  const continued = await findContinued(step);
  return continued !== null && wasLeftUnsaid(step.task, continued);
}

/** Whether an execution reviewed a pull request and didn't say so. */
export function wasLeftUnsaid({ sourceNumber }: AgentTask, { purpose, state, result }: AgentExecution): boolean {
  return (
    sourceNumber !== null && purpose === "review" && state === "completed" && result?.publication.kind === "nothing"
  );
}

/** Ends without saying what was found: its agent is asked to look at what is there now. Who repeats it asks once. */
export async function reviewAgain(
  { lease, execution, task, deps }: Step,
  { result, moved: { head } }: { result: TaskResult; moved: MovedHead },
): Promise<TaskEnd> {
  const text = `While you looked the pull request has become another one. It is checked out as it is by now, at ${head}: review it again as a whole.`;
  const waiting = await deps.messages.listUndelivered(task.id);
  if (!waiting.some((message) => message.text === text)) {
    await deps.messages.add(task.id, text, execution.askedBy);
  }
  const body = {
    type: "log",
    stream: "system",
    text: `The pull request is at ${head} by now: it is reviewed again.`,
  } as const;
  await deps.events.tell(lease, body);
  return { state: "completed", failureReason: null, errorMessage: null, result };
}
