import type { Signal } from "../signal/signal.ts";
import { beginReview, withoutWords, workOnIssue } from "./begin.ts";
import { type Act, accepted, type Decision, ignored, refused } from "./decision.ts";
import { endOfSubject, endWork } from "./end-work.ts";
import type { TriggerFacts } from "./facts.ts";
import { interpretText } from "./interpret-text.ts";
import { describeReview, describeThread, threadOf } from "./message-text.ts";
import { readTriggerLabel } from "./screen.ts";
import { interpretChecks } from "./unasked/interpret-checks.ts";
import { interpretHead } from "./unasked/interpret-head.ts";
import { interpretPush } from "./unasked/interpret-push.ts";

/** What a signal means: who may, and how often, apart. */
export function interpret(signal: Signal, facts: TriggerFacts): Decision {
  switch (signal.kind) {
    case "closed":
      return endOfSubject(signal.isMerged ? "merged" : "closed", facts);
    case "gone":
      return endOfSubject("gone", facts, signal.movedTo);
    case "unassigned":
    case "review_request_removed":
      return endWork(facts);
    case "unlabeled":
      // It is taken off by us once the task is there: later it says nothing.
      return facts.task?.status === "pending" ? endWork(facts) : ignored("nothing_to_stop");
    case "comment_edited":
      return refused("edited_in");
    case "moved":
      return facts.subject?.kind === "issue" ? workOnIssue(facts, signal.wish) : ignored("not_for_us");
    case "assigned":
      return facts.subject?.kind === "issue" ? workOnIssue(facts, withoutWords()) : ignored("not_for_us");
    case "labeled":
      return interpretLabel(signal.firstName ?? signal.label, facts);
    case "review_requested":
      return beginReview(facts, withoutWords());
    case "opened":
      return signal.readyHead !== undefined && facts.heard.kind === "none"
        ? interpretHead(signal.readyHead, facts)
        : interpretText(facts);
    case "commented":
      return interpretText(facts);
    case "code_commented":
      return answeredIn([threadOf(signal.comment)], interpretText(facts, describeThread(signal.comment)));
    case "reviewed":
      return interpretReview(facts);
    case "checks_failed":
      return interpretChecks(signal, facts);
    case "head_changed":
      return interpretPush(signal, facts);
  }
}

/** On a pull request of others the label asks for a review, as there is nobody to ask where we have no account to pick. */
function interpretLabel(label: string, facts: TriggerFacts): Decision {
  const wanted = withoutWords({ agent: readTriggerLabel(label, facts.policy) ?? null });
  if (facts.subject?.kind === "issue") {
    return workOnIssue(facts, wanted);
  }
  return facts.task?.isItsPullRequest === true ? ignored("not_for_us") : beginReview(facts, wanted);
}

/** All that a review says is one turn. One that asks for changes of ours speaks to us without naming us. */
function interpretReview(facts: TriggerFacts): Decision {
  const { review, heard, task } = facts;
  if (review === null) {
    return ignored("subject_gone");
  }
  const isToUs = review.verdict === "changes_requested" && task?.isItsPullRequest === true;
  if (heard.kind === "none" && !isToUs) {
    return ignored(review.verdict === "approved" ? "approved" : "no_command");
  }
  const { text, threads } = describeReview(review);
  return answeredIn(threads, interpretText(facts, text, isToUs));
}

/** What is told to who works is answered where it was said. */
function answeredIn(threads: readonly string[], decision: Decision): Decision {
  const isTold = decision.kind === "accepted" && decision.act.kind === "message" && threads.length > 0;
  return isTold ? accepted({ ...decision.act, threads } as Act) : decision;
}
