import { Job } from "@catalyst/core";
import { expect, test } from "vitest";
import { nextTurn } from "./next-turn.ts";

const verify = { exitCode: 1, output: "1 test failed" };

function job(id: string, provider: string | null): Job {
  return Job.parse({
    executionId: "00000000-0000-4000-8000-000000000000",
    stageNumber: 0,
    token: "t".repeat(43),
    agentToken: "a".repeat(43),
    gateway: { socket: "/run/gateway.sock" },
    stage: "agent",
    agent: { id, model: null, provider, resumeSessionId: "earlier" },
    prompt: "Mend the sum.",
    hooks: { verify: "npm test" },
    repository: { baseCommit: "a".repeat(40), branch: "b", baseBranch: "main" },
    author: { name: "A", email: "a@b.c" },
    leftoverCommitMessage: "Left over",
    timeoutSeconds: 1,
    graceSeconds: 1,
  });
}

test("an agent that can goes on in its session with what the verification said", () => {
  const next = nextTurn(job("claude-code", "anthropic"), { sessionId: "0b1c", verify });
  expect(next.agent.resumeSessionId).toBe("0b1c");
  expect(next.prompt).toMatch(/npm test[\s\S]*exit code 1[\s\S]*1 test failed/);
  expect(next.prompt).not.toContain("Mend the sum.");
});

test.each([null, "--settings={}"])(
  "without a session that can be named (%j) it starts again with everything",
  (sessionId) => {
    const next = nextTurn(job("claude-code", "anthropic"), { sessionId, verify });
    expect(next.agent.resumeSessionId).toBeNull();
    expect(next.prompt).toMatch(/^Mend the sum\.[\s\S]*1 test failed/);
  },
);

test("a prompt that is a program stays as it is", () => {
  expect(nextTurn(job("script", null), { sessionId: null, verify }).prompt).toBe("Mend the sum.");
});
