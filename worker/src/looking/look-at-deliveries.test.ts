import { GitHubFault } from "@catalyst/github";
import { pino } from "pino";
import { expect, test } from "vitest";
import { lookAtDeliveries } from "./look-at-deliveries.ts";
import type { LookAt } from "./looked.ts";

const NOW = new Date("2026-05-02T12:00:00Z");
const tried = (id: number, minutesAgo: number, status_code: number) => ({
  ...{ id, guid: `guid-${id}`, status_code, delivered_at: new Date(NOW.getTime() - minutesAgo * 60_000) },
});
/** Three that were told in vain, and one that wasn't. */
const TRIES = [tried(9, 1, 202), tried(3, 10, 502), tried(2, 20, 502), tried(1, 30, 502)];

/** A look by an App that is asked for one delivery after the other; `fails`: with what number of them GitHub is away. */
function look(fails: number) {
  const asked: number[] = [];
  const asker = {
    readPage: async () => ({ items: TRIES, nextCursor: null }),
    ask: async (_route: string, { delivery_id }: { delivery_id: number }) => {
      asked.push(delivery_id);
      if (asked.length === fails) {
        throw new GitHubFault({ kind: "outage", reason: "it answered 502" });
      }
    },
  };
  const at = { look: { marks: {}, foundAt: null }, stored: { webhookSecret: {} }, app: { asker } } as unknown as LookAt;
  const deps = { deliveries: { findKnown: async () => [] }, now: () => NOW, log: pino({ level: "silent" }) };
  return { asked, looked: lookAtDeliveries(at, deps) };
}

test("what GitHub told in vain is asked for again, and where it fails amid that, what was done counts", async () => {
  const whole = look(0);
  await expect(whole.looked).resolves.toMatchObject({ hasFound: true });
  expect(whole.asked).toEqual([1, 2, 3]);
  const broken = look(2);
  await expect(broken.looked).resolves.toMatchObject({
    ...{ hasFound: true, marks: { deliveries: { newestAt: TRIES[0]?.delivered_at.toISOString() } } },
  });
  expect(broken.asked).toEqual([1, 2]);
});

test("where nothing could be asked for, the look failed", async () => {
  await expect(look(1).looked).rejects.toThrow(GitHubFault);
});
