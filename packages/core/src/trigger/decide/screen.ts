import { AgentId } from "../../agent/agent-id.ts";
import { readCommand } from "../command/read-command.ts";
import type { ReviewVerdict, Signal, SignalOf, SignalReviewer } from "../signal/signal.ts";
import { type Heard, writtenIn } from "./heard.ts";
import type { IgnoredReason } from "./reason.ts";
import type { ForgeIdentity, TriggerPolicy } from "./trigger-policy.ts";
import { isUnwanted } from "./unasked/is-unwanted.ts";

export interface ScreenFacts {
  identity: ForgeIdentity;
  policy: Pick<TriggerPolicy, "botIds" | "label" | "autofix" | "reviewAuto">;
  /** What the signal's text asks, where it has one. */
  heard: Heard;
}

/** So long after a comment was written somebody may think that it is still being read. */
const EDITED_IN_MILLISECONDS = 60_000;

type Screen = (signal: Signal, facts: ScreenFacts) => IgnoredReason | null;

const SCREENS: readonly Screen[] = [isOurs, isByStranger, isByOthers, quotesUs, isUnwanted, isForOthers];

/** Why a signal is nothing to us, as far as it tells by itself; null: it is worth a look at the forge. */
export function screenSignal(signal: Signal, facts: ScreenFacts): IgnoredReason | null {
  for (const screen of SCREENS) {
    const reason = screen(signal, facts);
    if (reason !== null) {
      return reason;
    }
  }
  return null;
}

/** The agent that a label asks for (null: any); undefined: the label isn't ours. */
export function readTriggerLabel(label: string, policy: Pick<TriggerPolicy, "label">): AgentId | null | undefined {
  const [name, ours] = [label.toLowerCase(), policy.label.toLowerCase()];
  if (name === ours) {
    return null;
  }
  return name.startsWith(`${ours}:`) ? AgentId.safeParse(name.slice(ours.length + 1).trim()).data : undefined;
}

/** Whoever lists our own accounts as bots doesn't make us talk to ourselves. Of checks it says nothing who pushed what they check. */
function isOurs({ kind, actor }: Signal, { identity: { botId, assigneeIds } }: ScreenFacts): IgnoredReason | null {
  return kind !== "checks_failed" && (actor.id === botId || assigneeIds.includes(actor.id)) ? "own_account" : null;
}

function isByStranger({ kind, actor }: Signal, { policy }: ScreenFacts): IgnoredReason | null {
  if (kind === "closed" || kind === "gone" || kind === "checks_failed" || actor.kind === "person") {
    return null;
  }
  if (actor.kind === "bot") {
    return policy.botIds.includes(actor.id) ? null : "bot_not_listed";
  }
  return "not_a_person";
}

/**
 * Where we act as a person, what others do asks us for nothing; that something ended is so whoever ended it. The label is taken off by
 * us: nobody can tell that from the person's doing so.
 */
function isByOthers({ kind, actor }: Signal, { identity: { personId } }: ScreenFacts): IgnoredReason | null {
  if (personId === undefined || kind === "closed" || kind === "gone" || kind === "checks_failed") {
    return null;
  }
  if (actor.id !== personId) {
    return "by_others";
  }
  return kind === "unlabeled" ? "own_account" : null;
}

function quotesUs(signal: Signal): IgnoredReason | null {
  return /<!--\s{0,9}\/?catalyst:/i.test(writtenIn(signal) ?? "") ? "own_mark" : null;
}

function isForOthers(signal: Signal, { identity, heard, policy }: ScreenFacts): IgnoredReason | null {
  switch (signal.kind) {
    case "assigned":
    case "unassigned":
      // Whom it doesn't name, the forge's list does.
      return signal.account === null || identity.assigneeIds.includes(signal.account.id) ? null : "not_for_us";
    case "labeled":
    case "unlabeled":
      return readTriggerLabel(signal.firstName ?? signal.label, policy) === undefined ? "not_for_us" : null;
    case "review_requested":
    case "review_request_removed":
      return asksUs(signal.reviewer, identity) ? null : "not_for_us";
    case "reviewed":
      return screenReview(signal.verdict, heard);
    case "opened":
      return screenOpened(signal, { heard, policy });
    case "commented":
      return heard.kind === "none" ? "no_command" : null;
    case "comment_edited":
      return screenEdit(signal, { identity, heard });
    case "code_commented":
      // An answer in a thread that we began speaks to us.
      return heard.kind === "none" && signal.comment.replyTo === null ? "no_command" : null;
    case "checks_failed":
    case "head_changed":
    case "closed":
    case "gone":
    case "moved":
      return null;
  }
}

/** A pull request that is ready from the start is looked at where those are that become so. */
function screenOpened(
  { readyHead }: SignalOf<"opened">,
  { heard, policy }: Pick<ScreenFacts, "heard" | "policy">,
): IgnoredReason | null {
  const isLookedAt = readyHead !== undefined && policy.reviewAuto !== "off";
  return heard.kind === "none" && !isLookedAt ? "no_command" : null;
}

function screenReview(verdict: ReviewVerdict | null, heard: Heard): IgnoredReason | null {
  if (verdict === "approved") {
    return "approved";
  }
  // A comment of it that has one is told beside it.
  return verdict !== "changes_requested" && heard.kind === "none" ? "no_command" : null;
}

/** Texts count as they were written: what counts of an edit is that somebody waits for what they have just put in. */
function screenEdit(
  { actor, authorId, at, writtenAt, before }: SignalOf<"comment_edited">,
  { identity, heard }: Pick<ScreenFacts, "identity" | "heard">,
): IgnoredReason | null {
  const isTheirs = actor.id === authorId && at.getTime() - writtenAt.getTime() <= EDITED_IN_MILLISECONDS;
  const isNew = heard.kind !== "none" && readCommand(before, { mentions: identity.mentionNames }).kind === "none";
  return isTheirs && isNew ? null : "edited";
}

function asksUs(reviewer: SignalReviewer, { assigneeIds, teamIds }: ForgeIdentity): boolean {
  return reviewer.kind === "team" ? teamIds.includes(reviewer.id) : assigneeIds.includes(reviewer.account.id);
}
