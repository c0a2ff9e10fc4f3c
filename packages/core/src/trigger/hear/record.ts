import type { Decision } from "../decide/decision.ts";
import type { TriggerFacts } from "../decide/facts.ts";
import type { IgnoredReason } from "../decide/reason.ts";
import { isUnasked } from "../decide/unasked/is-unasked.ts";
import { targetOf, triggerKey } from "../key/trigger-key.ts";
import type { HeardSignal } from "./heard-signal.ts";
import type { NewTrigger, TriggerIdentity } from "./trigger-store.ts";

/** By what a signal is known for ever. */
export function identityOf({ host, signal, repo }: Pick<HeardSignal, "host" | "signal" | "repo">): TriggerIdentity {
  const { kind, number, at } = signal;
  return { ...triggerKey(host, signal), repoId: repo.id, number, kind, target: targetOf(signal), happenedAt: at };
}

export interface RecordInput {
  heard: HeardSignal;
  decision: Decision;
  facts: TriggerFacts;
  taskId: string | null;
}

/** What was said while nobody wanted us to listen, or might, isn't done when it is found once they do. */
const DECIDED_FOR_EVER: readonly IgnoredReason[] = ["no_permission", "quiet"];

/** What is kept of a decision; null: it concerned nobody here, and may be met again. */
export function recordOf({ heard, decision, facts, taskId }: RecordInput): NewTrigger | null {
  if (decision.kind === "ignored" && !DECIDED_FOR_EVER.includes(decision.reason)) {
    return null;
  }
  const { signal, delivery } = heard;
  const act = decision.kind === "accepted" ? decision.act : null;
  return {
    ...{ actorId: signal.actor.id, actorLogin: signal.actor.login, delivery, taskId },
    decision: decision.kind,
    reason: decision.kind === "accepted" ? null : decision.reason,
    act: act?.kind ?? null,
    threadAct: act?.kind === "thread" ? act.act : null,
    isAutomatic: isUnasked(signal, facts.heard),
  };
}
