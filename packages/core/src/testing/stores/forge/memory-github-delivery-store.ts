import { type DeliveryOutcome, GitHubDelivery } from "../../../forge/delivery/delivery.ts";
import type { AddedDelivery, GitHubDeliveryStore, NewDelivery } from "../../../forge/delivery/delivery-store.ts";
import type { Memory, MemoryDelivery } from "../memory.ts";
import { isFree, lease, renewLease } from "./lease.ts";

export function memoryGitHubDeliveryStore(memory: Memory): GitHubDeliveryStore {
  const watchers = new Set<() => void>();
  return {
    async add(deliveries) {
      const added = deliveries.map((delivery) => addDelivery(memory, delivery));
      for (const onAdded of watchers) {
        onAdded();
      }
      return added;
    },
    async findKnown(appId, guids) {
      const isNamed = (one: MemoryDelivery) => one.appId === appId && guids.includes(one.guid);
      return memory.githubDeliveries.filter(isNamed).map(({ guid }) => guid);
    },
    async measureWaiting() {
      const waiting = memory.githubDeliveries.filter(isWaiting);
      return { count: waiting.length, bytes: waiting.reduce((sum, { body }) => sum + (body?.length ?? 0), 0) };
    },
    async claimNext({ leaseSeconds }) {
      const now = memory.now();
      const next = memory.githubDeliveries.find((one) => isWaiting(one) && one.dueAt <= now && isFree(one, now));
      if (next === undefined) {
        return null;
      }
      next.attempts += 1;
      lease(next, memory, leaseSeconds);
      return GitHubDelivery.parse(next);
    },
    renew: async (delivery, input) => renewLease(findClaimed(memory, delivery), memory, input),
    async settle(delivery, outcome) {
      const claimed = findClaimed(memory, delivery);
      if (claimed !== undefined) {
        Object.assign(claimed, { leasedUntil: null, reason: outcome.reason }, patchOf(outcome, memory.now()));
      }
      return claimed !== undefined;
    },
    async removeSettled({ ignoredBefore, decidedBefore }) {
      const isOver = ({ state, settledAt }: MemoryDelivery) =>
        settledAt !== null && settledAt < (state === "ignored" ? ignoredBefore : decidedBefore);
      const before = memory.githubDeliveries.length;
      memory.githubDeliveries = memory.githubDeliveries.filter((one) => !isOver(one));
      return before - memory.githubDeliveries.length;
    },
    async watch(onAdded) {
      watchers.add(onAdded);
      return () => void watchers.delete(onAdded);
    },
  };
}

function findClaimed(memory: Memory, { number, attempts }: Pick<GitHubDelivery, "number" | "attempts">) {
  return memory.githubDeliveries.find((one) => one.number === number && one.attempts === attempts && isWaiting(one));
}

function isWaiting({ state }: MemoryDelivery): boolean {
  return state === "waiting";
}

function addDelivery(memory: Memory, delivery: NewDelivery): AddedDelivery {
  const known = memory.githubDeliveries.find(({ appId, guid }) => appId === delivery.appId && guid === delivery.guid);
  const begun = {
    attempts: 0,
    state: "waiting",
    reason: null,
    dueAt: memory.now(),
    leasedUntil: null,
    settledAt: null,
  } as const;
  if (known !== undefined) {
    Object.assign(known, known.state === "failed" ? { ...begun, body: delivery.body } : {});
    return "known";
  }
  if (!memory.githubApps.has(delivery.appId)) {
    return "gone";
  }
  const number = (memory.githubDeliveries.at(-1)?.number ?? 0) + 1;
  memory.githubDeliveries.push({ ...delivery, ...begun, number, receivedAt: memory.now() });
  return "added";
}

function patchOf(outcome: DeliveryOutcome, settledAt: Date): Partial<MemoryDelivery> {
  switch (outcome.kind) {
    case "again":
      return { dueAt: outcome.dueAt };
    case "failed":
      return { state: "failed", settledAt };
    case "done":
      return { state: outcome.decision === "ignored" ? "ignored" : "decided", body: null, settledAt };
  }
}
