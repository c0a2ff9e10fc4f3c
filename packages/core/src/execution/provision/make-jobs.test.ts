import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { Hooks } from "../../agent/agent-config.ts";
import type { Job } from "../../environment/job.ts";
import { agentTokenOf, hashToken } from "../token.ts";
import { type JobsInput, makeJobs } from "./make-jobs.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
let tokens: string[];

beforeEach(() => {
  tokens = [];
});

function make({ hooks = {}, purpose = "work" }: { hooks?: Partial<Hooks>; purpose?: "work" | "plan" }) {
  const input = {
    execution: { id: randomUUID(), agentType: "claude-code", model: null, purpose },
    task: {
      id: randomUUID(),
      repoId: randomUUID(),
      branch: "catalyst/x",
      baseBranch: "main",
      timeoutSeconds: 60,
      contextPayload: { title: "Fix it" },
    },
    hooks: Hooks.parse(hooks),
    env: { MODE: "test" },
    allowedHosts: ["registry.npmjs.org"],
    startCommit: "a".repeat(40),
    prompt: "Do it.",
    resumeSessionId: null,
    credential: { id: randomUUID(), provider: "anthropic" },
  } as unknown as JobsInput;
  const newToken = () => {
    const token = randomUUID() + randomUUID();
    tokens.push(token);
    return token;
  };
  const made = makeJobs(input, { newToken, now: () => NOW });
  return { ...made, jobs: made.stages.map(({ job }) => job as Job) };
}

test("without hooks one job does everything, with the grants of its two tokens", () => {
  const { jobs, grants, stages, timeoutSeconds } = make({});
  expect(jobs.map(({ steps }) => steps)).toEqual([["prepare", "agent"]]);
  expect(stages.map(({ isWorkspaceReadOnly }) => isWorkspaceReadOnly)).toEqual([false]);
  expect(grants).toMatchObject([
    { stage: "agent", holder: "runner", branch: "catalyst/x", allowedHosts: [] },
    { stage: "agent", holder: "agent", branch: "catalyst/x", llm: { provider: "anthropic" } },
  ]);
  expect(grants[1]?.allowedHosts).toEqual(["registry.npmjs.org"]);
  const { token = "", agentToken = "" } = jobs[0] ?? {};
  expect(grants.map(({ tokenHash }) => tokenHash)).toEqual([hashToken(token), hashToken(agentToken)]);
  expect(agentToken).toBe(agentTokenOf(token));
  expect(agentToken).toHaveLength(43);
  expect(grants[0]?.expiresAt).toEqual(new Date(NOW.getTime() + timeoutSeconds * 1000));
});

test("a setup is a stage of its own, whose token reaches no model, pushes nothing and isn't the agent's", () => {
  const { jobs, grants, stages } = make({ hooks: { setup: "npm ci", verify: "npm test" } });
  expect(jobs.map(({ steps }) => steps)).toEqual([["prepare"], ["agent"]]);
  expect(jobs.map(({ hooks }) => [hooks.setup, hooks.verify])).toEqual([
    ["npm ci", null],
    [null, "npm test"],
  ]);
  expect(jobs.map(({ prompt }) => prompt)).toEqual(["", "Do it."]);
  expect(stages.some(({ isWorkspaceReadOnly }) => isWorkspaceReadOnly)).toBe(false);
  const ofStages = grants.filter(({ holder }) => holder === "agent");
  expect(ofStages).toMatchObject([
    { stage: "prepare", branch: null, llm: null },
    { stage: "agent", branch: "catalyst/x", llm: { provider: "anthropic" } },
  ]);
  expect(new Set(tokens).size).toBe(2);
  expect(new Set(grants.map(({ tokenHash }) => tokenHash)).size).toBe(4);
});

test("a plan is made in a workspace that can't be changed, by a token that may not push, and isn't verified", () => {
  const { jobs, grants, stages } = make({ hooks: { verify: "npm test" }, purpose: "plan" });
  expect(jobs.map(({ steps }) => steps)).toEqual([["prepare"], ["agent"]]);
  expect(stages.map(({ isWorkspaceReadOnly }) => isWorkspaceReadOnly)).toEqual([false, true]);
  expect(new Set(grants.map(({ branch }) => branch))).toEqual(new Set([null]));
  expect(jobs.map(({ hooks }) => hooks.verify)).toEqual([null, null]);
});

test("the environment's time holds the agent's, and the hooks' as often as they may run", () => {
  const plain = make({}).timeoutSeconds;
  const hooks = { setup: "a", verify: "b", verifyAttempts: 2, timeoutMinutes: 5 };
  expect(make({ hooks }).timeoutSeconds).toBeGreaterThanOrEqual(plain + 4 * 5 * 60);
});
