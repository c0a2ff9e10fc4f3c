import { expect, test } from "vitest";
import { openRateGate } from "./rate-gate.ts";

test("nothing is asked until the time that GitHub said, and what it doesn't say doubles to a quarter of an hour", () => {
  let now = new Date(0);
  const gate = openRateGate(() => now);
  gate.check();
  gate.close(new Date(30_000));
  gate.close(new Date(10_000));
  expect(() => gate.check()).toThrow(
    expect.objectContaining({ problem: { kind: "rate_limited", until: new Date(30_000) } }),
  );
  now = new Date(30_000);
  gate.check();
  expect(gate.unsaidSeconds()).toBe(240);
  for (let count = 0; count < 10; count++) {
    gate.close(now);
  }
  expect(gate.unsaidSeconds()).toBe(900);
  gate.open();
  expect(gate.unsaidSeconds()).toBe(60);
});
