import {
  type DestinationStore,
  Notice,
  type OutboxItem,
  type OutboxStore,
  planRetry,
} from "@catalyst/core/notification";
import type { Logger } from "pino";
import { type SendDeps, sendNotification } from "./send-notification.ts";
import type { Sent } from "./sent.ts";

/** Longer than a try ever takes. */
const LEASE_SECONDS = 60;

export interface DeliverDeps extends SendDeps {
  outbox: Pick<OutboxStore, "claimNext" | "settle">;
  destinations: Pick<DestinationStore, "findReceiver">;
  random(): number;
  log: Logger;
}

/**
 * Tries the next item that is due. False: there is none. Who is killed between sending and saying so leaves the item to be sent
 * again, under the same id: at least once.
 */
export async function deliverNext(deps: DeliverDeps): Promise<boolean> {
  const item = await deps.outbox.claimNext({ kinds: ["notification"], leaseSeconds: LEASE_SECONDS });
  if (item === null) {
    return false;
  }
  const sent = await send(item, deps);
  if (deps.signal.aborted && sent.kind !== "delivered") {
    return false;
  }
  await settle(item, sent, deps);
  return true;
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

async function settle(item: OutboxItem, sent: Sent, { outbox, now, random, log }: DeliverDeps): Promise<void> {
  const { id, destinationId, attempts } = item;
  switch (sent.kind) {
    case "delivered":
      return outbox.settle(item, { kind: "delivered" });
    case "hopeless":
      log.info({ deliveryId: id, destinationId, attempts }, "delivery given up");
      return outbox.settle(item, { kind: "dead", problem: sent.problem });
    case "failed": {
      const outcome = planRetry(item, sent.problem, { now: now(), random });
      log.info({ deliveryId: id, destinationId, attempts, outcome: outcome.kind }, "delivery failed");
      return outbox.settle(item, outcome);
    }
  }
}
