import { z } from "zod";
import { CHECK_RULES } from "./read/check-rules.ts";
import { FOUND_EVENT_RULES } from "./read/event-rules.ts";
import { ForgeAccountData, ForgeRepositoryData } from "./read/forge-data.ts";
import type { Rules } from "./read/rule.ts";
import { ISSUE_RULES, PULL_REQUEST_RULES } from "./read/subject-rules.ts";
import { CODE_COMMENT_RULES, COMMENT_RULES, REVIEW_RULES } from "./read/text-rules.ts";
import type { NoSignalReason, SignalReading } from "./signal.ts";

/** A webhook's event, or `issue_event` of the forge's list, and its payload as JSON has it. */
export interface WebhookDelivery {
  event: string;
  payload: unknown;
}

/** By event and action. What isn't here has no rule. */
const RULES: Readonly<Record<string, Rules>> = {
  issues: ISSUE_RULES,
  issue_comment: COMMENT_RULES,
  pull_request: PULL_REQUEST_RULES,
  pull_request_review: REVIEW_RULES,
  pull_request_review_comment: CODE_COMMENT_RULES,
  issue_event: FOUND_EVENT_RULES,
  check_suite: CHECK_RULES,
};

/** By action: what comes to nothing wherever it happens. */
const NOTHING: Readonly<Record<string, NoSignalReason>> = {
  edited: "edited",
  deleted: "deleted",
  locked: "locked",
  unlocked: "locked",
};

/** Whom GitHub shows in the place of those whose account was deleted. */
const GHOST_ID = "10137";

const Frame = z.object({
  repository: ForgeRepositoryData,
  sender: ForgeAccountData.nullish(),
});

/** Reads a webhook's delivery. Never throws, whatever the payload is. */
export function signalOf({ event, payload }: WebhookDelivery): SignalReading {
  const action = z.object({ action: z.string().max(100) }).safeParse(payload).data?.action ?? "";
  const rules = ownValue(RULES, event);
  const rule = rules === undefined ? undefined : ownValue(rules, action);
  if (rule === undefined) {
    return none(rules === undefined ? "no_rule" : (ownValue(NOTHING, action) ?? "no_rule"));
  }
  const frame = Frame.safeParse(payload);
  const body = rule(payload);
  if (typeof body === "string") {
    return none(body);
  }
  if (!frame.success || body === null) {
    return none(ownValue(NOTHING, action) ?? "unreadable");
  }
  const { repository, sender } = frame.data;
  if (sender == null || sender.id === GHOST_ID) {
    return none("nobody");
  }
  return { kind: "signal", signal: { ...body, repository, actor: sender } };
}

function none(reason: NoSignalReason): SignalReading {
  return { kind: "none", reason };
}

/** The names come from outside: those that every object has are not among ours. */
function ownValue<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
