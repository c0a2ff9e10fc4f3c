import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { jobOf } from "@catalyst/core/testing";
import { afterAll, describe, expect, test } from "vitest";
import { runAsOrdinaryUser } from "./testing/ordinary-user.ts";
import { makeTestHome, requestFor } from "./testing/test-home.ts";

const TOKEN = `CANARY-${randomBytes(32).toString("hex")}`;
const SCRIPT = readFileSync(join(import.meta.dirname, "fixtures/prying-agent.mjs"), "utf8");
const IS_ROOT = process.getuid?.() === 0;
const home = makeTestHome({ token: TOKEN });

afterAll(() => home.remove());

function requestOf({ isUnboxed }: { isUnboxed: boolean }) {
  return requestFor("", {
    timeoutSeconds: 60,
    stages: [{ job: jobOf("agent", SCRIPT, { env: isUnboxed ? { UNBOXED: "1" } : {} }) }],
  });
}

function readResults(output: string): Map<string, unknown> {
  const lines = output.split("\n").filter((line) => line.startsWith("["));
  return new Map(lines.map((line): [string, unknown] => JSON.parse(line)));
}

function expectNothing(output: string): void {
  const results = readResults(output);
  const [control] = [...results.keys()].filter((name) => name.startsWith("control:"));
  expect(results.get(control ?? "")).toBe("found");
  results.delete(control ?? "");
  expect(results.size).toBeGreaterThan(35);
  expect([...results].filter(([, got]) => got !== null)).toEqual([]);
  expect(output).not.toContain(TOKEN);
}

describe("an agent that wants to be its runner", () => {
  test("finds no trace of it, reads nothing of it, and can't signal it", { timeout: 180_000 }, async () => {
    const request = requestOf({ isUnboxed: false });
    await home.provider.ensure(request);
    const status = await home.waitForExit(request.executionId);
    expect(status).toMatchObject({ reason: "exited", exitCode: 0 });
    expectNothing(status.output);
  });

  test.runIf(IS_ROOT)("nor does it where Catalyst belongs to an ordinary user", { timeout: 180_000 }, async () => {
    const status = await runAsOrdinaryUser(requestOf({ isUnboxed: false }));
    expect(status).toMatchObject({ kind: "exited", reason: "exited", exitCode: 0 });
    expectNothing(status.kind === "exited" ? status.output : "");
  });

  test("control: beside the runner, without a box, it reads the token and ends the runner", {
    timeout: 180_000,
  }, async () => {
    const request = requestOf({ isUnboxed: true });
    await home.provider.ensure(request);
    const status = await home.waitForExit(request.executionId);
    expect(status.reason).toBe("signal");
    const results = readResults(status.output);
    expect(results.get("memory of any process")).toBe(TOKEN);
    expect(results.get("memory by any thread")).toBe(TOKEN);
    expect([...results.values()].filter((got) => got !== null).length).toBeGreaterThan(15);
  });
});
