import { MAX_NAMED_CHECKS } from "../../../task/message-checks.ts";
import type { SignalOf } from "../../signal/signal.ts";
import { unfinishedOf } from "../begin.ts";
import { accepted, type Decision, ignored } from "../decision.ts";
import type { TriggerFacts } from "../facts.ts";
import { describeChecks } from "./describe-checks.ts";

/** However many a project allows. */
const MAX_ROUNDS = 3;

/**
 * Checks of the newest commit of our own pull request, which we pushed, are worked on as often as the project allows. Whose commits came after
 * ours has taken the pull request over.
 */
export function interpretChecks({ head }: SignalOf<"checks_failed">, facts: TriggerFacts): Decision {
  const { subject, task, policy, counts, failedChecks = [] } = facts;
  if (subject?.change == null || task?.isItsPullRequest !== true) {
    return ignored("not_for_us");
  }
  if (subject.change.head !== head || unfinishedOf(task) !== null) {
    return ignored("superseded");
  }
  if (task.headCommit !== head) {
    return ignored("not_our_commit");
  }
  if (failedChecks.length === 0) {
    return ignored("nothing_failed");
  }
  const [round, rounds] = [(counts.checkRounds ?? 0) + 1, Math.min(policy.autofix, MAX_ROUNDS)];
  if (round > rounds) {
    return ignored("rounds_spent");
  }
  const names = failedChecks.slice(0, MAX_NAMED_CHECKS).map(({ name }) => name.slice(0, 255));
  const text = describeChecks(head, failedChecks);
  return accepted({ kind: "message", taskId: task.id, text, checks: { names, round, rounds } });
}
