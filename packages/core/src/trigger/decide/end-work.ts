import { isFinal } from "../../task/task-state.ts";
import { accepted, type Decision, type EndOfSubject, ignored } from "./decision.ts";
import type { TriggerFacts } from "./facts.ts";

/** Somebody took back what they had asked for. */
export function endWork({ task }: TriggerFacts): Decision {
  return task === null || isFinal(task.status)
    ? ignored("nothing_to_stop")
    : accepted({ kind: "cancel", taskId: task.id });
}

/**
 * An issue or pull request isn't open any more. What an agent does for an issue is paid for: it is kept first. Where nothing goes on,
 * the pull request's own task says what became of it.
 */
export function endOfSubject(why: EndOfSubject, { task, subject }: TriggerFacts, movedTo?: string): Decision {
  const isProposal = task?.isItsPullRequest === true && why !== "gone";
  if (task === null || (isFinal(task.status) && !isProposal)) {
    return ignored("nothing_to_stop");
  }
  // It was opened again since: people want it done.
  if (why === "closed" && subject?.isOpen === true) {
    return ignored("superseded");
  }
  const isAfterTurn = why === "closed" && subject?.kind === "issue";
  return accepted({ kind: "end", taskId: task.id, why, isAfterTurn, ...(movedTo === undefined ? {} : { movedTo }) });
}
