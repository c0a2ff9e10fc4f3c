import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Outcome } from "./outcome.ts";
import { type Lane, runLanes } from "./run-lanes.ts";

let told: string[];

/** Runs for so many turns, and once more for as many where it has to. */
function lane(name: string, turns: number, runsAgain: boolean): Lane {
  const run = async (what: string) => {
    told.push(`${what} begins`);
    for (let turn = 0; turn < turns; turn++) {
      await setImmediate();
    }
    told.push(`${what} ends`);
  };
  return async (untilAlone) => {
    await run(name);
    if (runsAgain) {
      await untilAlone();
      await run(`${name} again`);
    }
    return [{ file: name, title: "it", result: "passed" } satisfies Outcome];
  };
}

test("lanes run at the same time, and again one after the other once nothing else runs", async () => {
  told = [];
  const outcomes = await runLanes([lane("slow", 9, true), lane("quick", 1, true), lane("fine", 5, false)]);
  expect(outcomes.map(({ file }) => file)).toEqual(["slow", "quick", "fine"]);
  expect(told).toEqual([
    ...["slow begins", "quick begins", "fine begins", "quick ends", "fine ends", "slow ends"],
    ...["slow again begins", "slow again ends", "quick again begins", "quick again ends"],
  ]);
});

test("a lane that fails keeps none of the others waiting", async () => {
  told = [];
  const broken: Lane = async () => {
    throw new Error("broken");
  };
  await expect(runLanes([broken, lane("other", 1, true)])).rejects.toThrow("broken");
  await expect.poll(() => told).toContain("other again ends");
});
