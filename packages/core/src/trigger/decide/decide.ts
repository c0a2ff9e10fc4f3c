import { mayWrite } from "../../account/forge-permission.ts";
import { COMMANDS } from "../command/commands.ts";
import type { Signal } from "../signal/signal.ts";
import { type Decision, ignored, refused } from "./decision.ts";
import type { SubjectNow, TriggerFacts } from "./facts.ts";
import { interpret } from "./interpret.ts";
import { mayGive } from "./may-give.ts";
import type { LimitReason, RefusedReason } from "./reason.ts";
import { screenSignal } from "./screen.ts";
import { isUnasked } from "./unasked/is-unasked.ts";

/** As many as a repository's strangers can have us say in an hour, however many they are. */
const OUTSIDERS_PER_HOUR = 5;

/** What comes of a signal. The facts are those of this moment: whoever lost a right since they acted has it no more. */
export function decide(signal: Signal, facts: TriggerFacts): Decision {
  const screened = screenSignal(signal, facts);
  if (screened !== null) {
    return ignored(screened);
  }
  if ("account" in signal && signal.account === null) {
    // Neither the request nor the forge's list says whom.
    return ignored("not_for_us");
  }
  if (signal.kind === "closed" || signal.kind === "gone") {
    // The forge has let them: what was worked for isn't there any more, whoever ended it.
    return interpret(signal, facts);
  }
  // Whose pull request it is was let, and the project's owner wants its checks to pass.
  if (signal.kind !== "checks_failed" && !isAllowed(facts)) {
    return isToldOnce(facts) && !isUnasked(signal, facts.heard) ? refused("outsider") : ignored("no_permission");
  }
  if (facts.subject === null) {
    return ignored("subject_gone");
  }
  const decision = interpret(signal, facts);
  const obstacle = isReviewAsPerson(decision, facts) ? "no_reviews" : findObstacle(decision, facts.subject);
  if (obstacle !== null) {
    return refused(obstacle);
  }
  const excess = findExcess(signal, decision, facts);
  if (excess === null) {
    return decision;
  }
  return facts.limitsTold.includes(excess) ? { ...refused(excess), isSilent: true } : refused(excess);
}

/** Commands may be others' to give, too; everything else is for those who may write. */
function isAllowed(facts: TriggerFacts): boolean {
  const { heard, permission } = facts;
  const verb = heard.kind === "command" ? heard.verb : null;
  return mayWrite(permission) || (verb !== null && mayGive(COMMANDS[verb].who, facts));
}

function isToldOnce({ policy, outsiders }: TriggerFacts): boolean {
  return (
    policy.outsiders === "reply-once" &&
    outsiders !== null &&
    outsiders.here === 0 &&
    outsiders.thisHour < OUTSIDERS_PER_HOUR
  );
}

/** Whether something is begun, or told to who works. */
function isWork(decision: Decision): decision is Extract<Decision, { kind: "accepted" }> {
  return decision.kind === "accepted" && (decision.act.kind === "submit" || decision.act.kind === "message");
}

function isReviewAsPerson(decision: Decision, { identity }: TriggerFacts): boolean {
  const act = decision.kind === "accepted" ? decision.act : null;
  return identity.personId !== undefined && act?.kind === "submit" && act.taskType === "pr_review";
}

/** Why nothing new is to be begun there. */
function findObstacle(decision: Decision, { isArchived, isLocked, isOpen }: SubjectNow): RefusedReason | null {
  if (!isWork(decision)) {
    return null;
  }
  if (isArchived) {
    return "archived";
  }
  if (isLocked) {
    return "locked";
  }
  return isOpen ? null : "closed";
}

function findExcess(signal: Signal, decision: Decision, facts: TriggerFacts): LimitReason | null {
  const { policy, counts, heard } = facts;
  if (!isWork(decision)) {
    return null;
  }
  if (counts.byAuthorThisHour >= policy.tasksPerAuthorAndHour) {
    return "too_many_by_author";
  }
  if (decision.act.kind === "submit" && counts.inRepositoryToday >= policy.tasksPerRepositoryAndDay) {
    return "too_many_in_repository";
  }
  const isByBot = signal.kind !== "checks_failed" && signal.actor.kind === "bot";
  if (isByBot && (counts.byBotsInRow ?? 0) >= policy.turnsOfBotsInRow) {
    return "too_many_by_bots";
  }
  return isUnasked(signal, heard) && counts.automaticToday >= policy.turnsPerPullRequestAndDay
    ? "too_many_turns"
    : null;
}
