import { beginReview, withoutWords } from "../begin.ts";
import { type Decision, ignored } from "../decision.ts";
import type { TriggerFacts } from "../facts.ts";

/** A pull request of somebody else's that became ready or is so from the start, or was pushed to, is reviewed unasked at its newest commit where the project wants it. */
export function interpretHead(head: string, facts: TriggerFacts): Decision {
  const { subject, task, isQuiet } = facts;
  if (subject?.change == null || task?.isItsPullRequest === true) {
    return ignored("not_for_us");
  }
  if (isQuiet) {
    return ignored("quiet");
  }
  if (subject.change.head !== head) {
    return ignored("superseded");
  }
  return subject.change.isDraft === true ? ignored("draft") : beginReview(facts, withoutWords());
}
