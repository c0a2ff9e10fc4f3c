import type { SignalOf } from "../../signal/signal.ts";
import { accepted, type Decision, ignored } from "../decision.ts";
import type { TriggerFacts } from "../facts.ts";
import { interpretHead } from "./interpret-head.ts";

/**
 * A pull request is at another commit, or ready. What somebody else pushes to our own begins nothing: its task is told of it, and goes on from there when it goes
 * on.
 */
export function interpretPush({ head, isReady }: SignalOf<"head_changed">, facts: TriggerFacts): Decision {
  const { subject, task, identity } = facts;
  if (task?.isItsPullRequest !== true || isReady) {
    return interpretHead(head, facts);
  }
  // Where we act as a person, nobody can tell our pushes from theirs.
  if (identity.personId !== undefined || task.headCommit === head) {
    return ignored("not_for_us");
  }
  return subject?.change?.head === head ? accepted({ kind: "note_push", taskId: task.id }) : ignored("superseded");
}
