import type { ExecutionEventBody } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestGateway, type TestGateway, type TestGrant } from "../testing/start-test-gateway.ts";

const HOOK = { type: "hook", name: "verify", phase: "ended", attempt: 1, cache: null, commit: "c1" } as const;
const ENDED = { type: "agent_ended", outcome: "completed", exitCode: 0, command: "", summary: null } as const;

let gateway: TestGateway;
let grant: TestGrant;
let pushed: string | null;

beforeEach(async () => {
  pushed = null;
  gateway = await startTestGateway({ deps: { findPushed: async () => pushed } });
  grant = await gateway.grant(null);
});
afterEach(() => gateway.stop());

const ask = (token = grant.runnerToken) =>
  gateway.send({ method: "GET", path: "/handover", headers: { authorization: `Bearer ${token}` } });

function tell(...bodies: ExecutionEventBody[]): void {
  bodies.forEach((body, index) => {
    const event = { sourceNumber: index + 1, at: new Date(), body, number: index + 1, source: "runner" as const };
    gateway.memory.events.push({ ...event, executionId: grant.executionId, writer: "w" });
  });
}

test("nothing is handed over to the first", async () => {
  const nothing = { pushedCommit: null, verify: null, sessionId: null, agentSeconds: 0 };
  expect(JSON.parse((await ask()).text)).toEqual(nothing);
});

test.each(["agent", "verify"] as const)(
  "a stage %s is told what was pushed, said and spent before it",
  async (stage) => {
    grant.setStage(stage);
    pushed = "abc";
    tell(
      { ...ENDED, headCommit: "c1", sessionId: "s1", seconds: 2.5 },
      { ...HOOK, phase: "started", exitCode: null, output: "" },
      { ...HOOK, exitCode: 1, output: "1 test failed" },
      { ...ENDED, headCommit: "c1", sessionId: "s2", seconds: 3 },
      { ...HOOK, name: "setup", exitCode: 0, output: "of the setup" },
    );
    expect(JSON.parse((await ask()).text)).toEqual({
      pushedCommit: "abc",
      verify: { exitCode: 1, output: "1 test failed" },
      sessionId: "s2",
      agentSeconds: 5.5,
    });
  },
);

test("what runs beside the runner, and a stage before the agent's, are told nothing", async () => {
  expect((await ask(grant.token)).httpStatus).toBe(403);
  grant.setStage("prepare");
  expect((await ask()).httpStatus).toBe(403);
});

test.each(["POST", "PUT"])("%s is refused", async (method) => {
  const headers = { authorization: `Bearer ${grant.runnerToken}` };
  expect((await gateway.send({ method, path: "/handover", headers })).httpStatus).toBe(400);
});
