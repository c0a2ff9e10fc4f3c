import {
  type DestinationStore,
  EffectKind,
  Notice,
  type OutboxItem,
  type OutboxStore,
  planRetry,
  type TryOutcome,
} from "@catalyst/core/notification";
import { type SendStatusCommentDeps, sendStatusComment } from "@catalyst/core/status-comment";
import { type SendAnswerDeps, sendAnswer } from "@catalyst/core/trigger";
import type { Logger } from "pino";
import { LEASE, whileLeased } from "../while-leased.ts";
import { type SendDeps, sendNotification } from "./send-notification.ts";
import type { Sent } from "./sent.ts";

export interface DeliverDeps extends SendDeps {
  outbox: Pick<OutboxStore, "claimNext" | "renew" | "settle">;
  destinations: Pick<DestinationStore, "findReceiver">;
  /** What is told on forges. */
  forges: Omit<SendStatusCommentDeps & SendAnswerDeps, "now" | "random">;
  random(): number;
  log: Logger;
}

/**
 * Tries the next item that is due. False: there is none. Who is killed between sending and saying so leaves the item to be sent
 * again, under the same id: at least once.
 */
export async function deliverNext(deps: DeliverDeps): Promise<boolean> {
  const item = await deps.outbox.claimNext({ kinds: EffectKind.options, ...LEASE });
  if (item === null) {
    return false;
  }
  const outcome = await whileLeased(deps.outbox, item, () => attempt(item, deps));
  if (deps.signal.aborted && outcome.kind !== "delivered") {
    return false;
  }
  if (outcome.kind !== "delivered" && outcome.problem !== null) {
    const { id: deliveryId, kind, destinationId, attempts } = item;
    deps.log.info({ deliveryId, kind, destinationId, attempts, outcome: outcome.kind }, "delivery failed");
  }
  await deps.outbox.settle(item, outcome);
  return true;
}

async function attempt(item: OutboxItem, deps: DeliverDeps): Promise<TryOutcome> {
  const onForges = { ...deps.forges, now: deps.now, random: deps.random };
  switch (item.kind) {
    case "notification":
      return judge(item, await send(item, deps), deps);
    case "status_comment":
      return sendStatusComment(item, onForges);
    case "forge_answer":
      return sendAnswer(item, onForges);
  }
}

async function send(item: OutboxItem, deps: DeliverDeps): Promise<Sent> {
  const { destinationId, taskId } = item;
  const receiver = destinationId === null ? null : await deps.destinations.findReceiver({ destinationId, taskId });
  if (receiver === null) {
    return { kind: "hopeless", problem: "whoever was to be told doesn't see the task any more" };
  }
  const notice = Notice.safeParse(item.payload).data;
  return notice === undefined
    ? { kind: "hopeless", problem: "only a newer version of Catalyst can tell it" }
    : sendNotification(item, { notice, receiver }, deps);
}

function judge(item: OutboxItem, sent: Sent, { now, random }: DeliverDeps): TryOutcome {
  switch (sent.kind) {
    case "delivered":
      return { kind: "delivered" };
    case "hopeless":
      return { kind: "dead", problem: sent.problem };
    case "failed":
      return planRetry(item, sent.problem, { now: now(), random });
  }
}
