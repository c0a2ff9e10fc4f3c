import { randomUUID } from "node:crypto";
import type { Grant } from "@catalyst/core";
import { beforeEach, expect, test } from "vitest";
import type { ExecutionUsage } from "../limits/execution-usage.ts";
import { endEarlierStages } from "./end-earlier-stages.ts";

let usage: Pick<ExecutionUsage, "latestStage">;
let ended: number[];

beforeEach(() => {
  usage = { latestStage: null };
  ended = [];
});

/** Whether a token of this stage is taken, of the environment that expires in so many seconds. */
async function isTaken(stageNumber: number, seconds = 10): Promise<boolean> {
  const grant = { executionId: randomUUID(), stageNumber, expiresAt: new Date(seconds * 1000) } as Grant;
  const grants = { endEarlier: async (input: { stageNumber: number }) => void ended.push(input.stageNumber) };
  return endEarlierStages(grant, usage, grants).then(
    () => true,
    () => false,
  );
}

test("each stage ends those before it once, and none of them is taken any more", async () => {
  expect([await isTaken(0), await isTaken(0), await isTaken(1), await isTaken(1)]).toEqual([true, true, true, true]);
  expect([await isTaken(0), await isTaken(3), await isTaken(2)]).toEqual([false, true, false]);
  expect(ended).toEqual([1, 3]);
});

test("an environment that is made anew begins at its first stage, and the one before it is over", async () => {
  await isTaken(1, 10);
  expect([await isTaken(0, 11), await isTaken(1, 10), await isTaken(2, 10), await isTaken(1, 11)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});

test("what couldn't be ended in the store is ended by the next request", async () => {
  const grant = { executionId: randomUUID(), stageNumber: 1, expiresAt: new Date() } as Grant;
  await expect(
    endEarlierStages(grant, usage, { endEarlier: () => Promise.reject(new Error("away")) }),
  ).rejects.toThrow();
  expect(usage.latestStage).toBeNull();
});
