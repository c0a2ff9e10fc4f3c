import { spawn } from "node:child_process";
import { once } from "node:events";
import { identifyProcess, type ProcessIdentity } from "@catalyst/machine";
import { expect, test } from "vitest";
import { MAIN } from "../lock/up-lock.ts";
import { endOutdatedUp } from "./end-outdated-up.ts";
import { readCommit } from "./read-commit.ts";

const OTHER = "0".repeat(40);

async function startOther(about: { main?: string; commit?: string; isBackground?: boolean }) {
  const child = spawn("sleep", ["60"]);
  const identity = identifyProcess(child.pid ?? 0) as ProcessIdentity;
  const defaults = {
    main: MAIN,
    commit: await readCommit(),
    isBackground: true,
    children: [],
    services: [],
    web: null,
  };
  return { child, up: { ...identity, ...defaults, ...about } };
}

test.each([
  ["whose checkout is gone", { main: "/gone/cli/src/main.ts", isBackground: false }],
  ["in the background that is of another commit", { commit: OTHER }],
  ["in the background whose commit isn't known", { commit: "" }],
])("one %s is ended", async (_which, about) => {
  const { child, up } = await startOther(about);
  const ended = once(child, "exit");
  expect(await endOutdatedUp(up)).toBe(true);
  expect(await ended).toEqual([null, "SIGTERM"]);
});

test.each([
  ["of this checkout", {}],
  ["of a checkout that isn't known", { main: "" }],
  ["of another commit in the foreground", { commit: OTHER, isBackground: false }],
])("one %s stays", async (_which, about) => {
  const { child, up } = await startOther(about);
  expect(await endOutdatedUp(up)).toBe(false);
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill();
});
