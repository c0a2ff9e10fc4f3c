import { expect, test } from "vitest";
import { OWNER } from "../testing/index.ts";
import { findEvents } from "./find-events.ts";

const EXECUTION = "019a0000-0000-7000-8000-000000000001";

function search(matching: readonly number[], lastNumber: number) {
  const deps = {
    accounts: { listProjects: async () => [] },
    executions: { find: async () => ({ endedAt: null }) },
    events: {
      find: async ({ afterNumber, upToNumber, limit }: { afterNumber: number; upToNumber: number; limit: number }) => ({
        numbers: matching.filter((number) => number > afterNumber && number <= upToNumber).slice(0, limit),
        lastNumber,
      }),
    },
  };
  return (afterNumber: number) =>
    findEvents({ actor: OWNER, executionId: EXECUTION, text: "x", afterNumber }, deps as never);
}

test("a long log is searched piece by piece until its end, each event once", async () => {
  const matching = [1, 24_999, 25_000, 25_001, 60_000, 99_999];
  const ask = search(matching, 100_000);
  const found: number[] = [];
  let after: number | null = 0;
  let requests = 0;
  while (after !== null) {
    const { numbers, nextAfter } = await ask(after);
    found.push(...numbers);
    after = nextAfter;
    requests += 1;
  }
  expect(found).toEqual(matching);
  expect(requests).toBe(4);
});

test("where very much is found, it goes on after the last that was", async () => {
  const ask = search(
    Array.from({ length: 1200 }, (_, index) => index + 1),
    1200,
  );
  const first = await ask(0);
  expect(first.numbers).toHaveLength(500);
  expect(first.nextAfter).toBe(500);
  expect((await ask(500)).nextAfter).toBe(1000);
  expect(await ask(1000)).toMatchObject({ nextAfter: null });
});
