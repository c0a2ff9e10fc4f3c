import { expect, test } from "vitest";
import { EnvironmentExitReason } from "../environment.ts";
import { findNextStage } from "./find-next-stage.ts";
import { RUNNER_EXIT_CODES } from "./runner-exit-codes.ts";
import type { StageKind } from "./stage.ts";

const { done, fault, grantEnded, notPrepared, notVerified, notCompleted } = RUNNER_EXIT_CODES;
const KINDS: StageKind[] = ["prepare", "agent", "verify", "agent", "verify"];

/** What follows stages that ended with these exit codes, the last one for this reason. */
function after(exitCodes: (number | null)[], reason: EnvironmentExitReason = "exited"): number | null {
  const ends = exitCodes.map((exitCode, index) => ({
    exitCode,
    reason: index === exitCodes.length - 1 ? reason : "exited",
  }));
  return findNextStage(KINDS.map((kind, index) => ({ kind, end: ends[index] ?? null })));
}

test("the stages run in order as long as each is done, and the rest is skipped once verify accepts", () => {
  expect([after([]), after([done]), after([done, done])]).toEqual([0, 1, 2]);
  expect(after([done, done, done])).toBeNull();
});

test("work that verify refuses goes back to the agent, as long as there are stages", () => {
  expect(after([done, done, notVerified])).toBe(3);
  expect(after([done, done, notVerified, done])).toBe(4);
  expect(after([done, done, notVerified, done, notVerified])).toBeNull();
});

test("a workspace that can't be prepared, and an agent that doesn't complete, end it all", () => {
  for (const exitCode of [fault, grantEnded, notPrepared, notVerified, notCompleted, 137, null]) {
    expect(after([exitCode])).toBeNull();
    expect(after([done, exitCode])).toBeNull();
    expect(after([done, done, notVerified, exitCode])).toBeNull();
  }
});

test("a verify that ends in any other way than its two words is no reason for another turn", () => {
  for (const exitCode of [fault, grantEnded, notPrepared, notCompleted, 137, null]) {
    expect(after([done, done, exitCode])).toBeNull();
  }
});

test("a stage that was ended from outside is the last, whatever its exit code", () => {
  for (const reason of EnvironmentExitReason.options.filter((one) => one !== "exited")) {
    expect(after([done], reason)).toBeNull();
    expect(after([done, done, notVerified], reason)).toBeNull();
  }
});

test("a single stage is all there is", () => {
  expect(findNextStage([{ kind: "agent", end: null }])).toBe(0);
  expect(findNextStage([{ kind: "agent", end: { exitCode: done, reason: "exited" } }])).toBeNull();
});
