import { spawn } from "node:child_process";
import { once } from "node:events";
import { identifyProcess, type ProcessIdentity } from "@catalyst/machine";
import { expect, test } from "vitest";
import { endMovedUp } from "./end-moved-up.ts";
import { MAIN } from "./up-lock.ts";

function startOther() {
  const child = spawn("sleep", ["60"]);
  const identity = identifyProcess(child.pid ?? 0) as ProcessIdentity;
  return { child, up: (main: string) => ({ ...identity, main, children: [], services: [] }) };
}

test("what runs of a checkout that is gone is ended", async () => {
  const { child, up } = startOther();
  const ended = once(child, "exit");
  expect(await endMovedUp(up("/gone/cli/src/main.ts"))).toBe(true);
  expect(await ended).toEqual([null, "SIGTERM"]);
});

test.each([MAIN, ""])("what runs of a checkout that is there, or isn't known, stays: %j", async (main) => {
  const { child, up } = startOther();
  expect(await endMovedUp(up(main))).toBe(false);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill();
});
