import { expect, test } from "vitest";
import { jobOf } from "../../testing/environments/environment-request.ts";
import { EnvironmentRequest } from "../environment.ts";
import { StageJob } from "./job.ts";

const job = jobOf("agent", "Fix it");

test.each<[string, object]>([
  ["a prompt without end", { prompt: "x".repeat(17 * 1024 * 1024) }],
  ["a script without end", { hooks: { setup: "x".repeat(300_000) } }],
  ["more patterns than anyone names", { hooks: { setupReads: Array.from({ length: 1001 }, () => "a") } }],
  ["a variable without end", { env: { A: "x".repeat(20_000) } }],
  ["a time without end", { timeoutSeconds: 1e9 }],
  ["a turn beyond the last one", { turn: 5 }],
  ["a stage that nobody knows", { stage: "deploy" }],
  ["a definition that isn't data", { agent: { ...job.agent, definition: () => "x" } }],
  ["a commit that is an option", { repository: { ...job.repository, baseCommit: "--upload-pack=x" } }],
])("%s is no job, and no request for an environment either", (_what, change) => {
  const changed = { ...job, ...change };
  expect(StageJob.safeParse(changed).success).toBe(false);
  const request = { executionId: job.executionId, agentId: "script", agentVersion: null, repoId: job.executionId };
  const limits = { cpus: 1, memoryMib: 1, processes: 1, diskMib: 1 };
  const stages = (of: object) => ({ ...request, limits, timeoutSeconds: 60, stages: [{ job: of }] });
  expect(EnvironmentRequest.safeParse(stages(job)).success).toBe(true);
  expect(EnvironmentRequest.safeParse(stages(changed)).success).toBe(false);
});

test("what nobody knows of doesn't cross", () => {
  expect(StageJob.parse({ ...job, extra: "x", agent: { ...job.agent, extra: "x" } })).toEqual(job);
});
