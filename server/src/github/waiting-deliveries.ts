import type { GitHubDeliveryStore } from "@catalyst/core/forge";

/** As much may wait to be decided: what GitHub sends in days, while no worker runs. */
export const MAX_WAITING = { count: 50_000, bytes: 2 * 1024 ** 3 };

const MEASURE_MILLISECONDS = 1000;

export interface WaitingDeliveries {
  /** Whether one more of so many bytes may be stored. What other servers stored in the last second isn't counted. */
  hasPlace(bytes: number): Promise<boolean>;
}

export function createWaitingDeliveries(
  deliveries: Pick<GitHubDeliveryStore, "measureWaiting">,
  { now, max = MAX_WAITING }: { now(): Date; max?: typeof MAX_WAITING },
): WaitingDeliveries {
  let measuredAt = Number.NEGATIVE_INFINITY;
  let waiting = { count: 0, bytes: 0 };
  let measuring: Promise<void> | null = null;
  async function measure(): Promise<void> {
    try {
      waiting = { ...(await deliveries.measureWaiting()) };
      measuredAt = now().getTime();
    } finally {
      measuring = null;
    }
  }
  return {
    async hasPlace(bytes) {
      if (now().getTime() - measuredAt >= MEASURE_MILLISECONDS) {
        measuring ??= measure();
        await measuring;
      }
      const isFull = waiting.count >= max.count || waiting.bytes + bytes > max.bytes;
      waiting.count += isFull ? 0 : 1;
      waiting.bytes += isFull ? 0 : bytes;
      return !isFull;
    },
  };
}
