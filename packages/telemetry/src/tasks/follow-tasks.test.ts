import { randomUUID } from "node:crypto";
import type { MeasuredExecution, MeasureStore, NewTaskChange } from "@catalyst/core";
import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { followTasks } from "./follow-tasks.ts";

const EXECUTION: MeasuredExecution = { agent: "aider", provisionSeconds: 4, isProvisioning: false, rules: [] };

function follow(readExecution: MeasureStore["readExecution"]) {
  const registry = new Registry();
  const store: MeasureStore = {
    readExecution,
    readTask: async () => ({ seconds: 90, publication: "pull_request" }),
    readProposal: async () => 1700,
    readLoad: () => Promise.reject(new Error("nobody asks")),
  };
  return { registry, follower: followTasks(registry, { store, agents: new Set(["aider"]) }) };
}

function ended(failureReason: "isolation_unavailable" | null = null): NewTaskChange {
  const body = { type: "execution_ended", executionId: randomUUID(), state: "failed", failureReason } as const;
  return { taskId: randomUUID(), actor: null, body };
}

const COMPLETED: NewTaskChange = {
  taskId: randomUUID(),
  actor: null,
  body: { type: "status", status: "completed", failureReason: null },
};

test("a task that ended with a pull request is in the buckets of its time", async () => {
  const { registry, follower } = follow(async () => EXECUTION);
  follower.take(COMPLETED);
  await follower.settle();
  const text = await registry.metrics();
  const of = 'outcome="completed",publication="pull_request"';
  expect(text).toContain(`catalyst_task_duration_seconds_bucket{le="60",${of}} 0`);
  expect(text).toContain(`catalyst_task_duration_seconds_bucket{le="1800",${of}} 1`);
  expect(text).toContain(`catalyst_task_duration_seconds_sum{${of}} 90`);
});

test.each([
  ["aider", "aider"],
  ["my-agent\n", "custom"],
  [null, "none"],
])("an execution of %j is counted for %s", async (agent, label) => {
  const { registry, follower } = follow(async () => ({ ...EXECUTION, agent }));
  follower.take(ended("isolation_unavailable"));
  await follower.settle();
  expect(await registry.metrics()).toContain(
    `catalyst_executions_ended_total{outcome="failed",reason="isolation_unavailable",agent="${label}"} 1`,
  );
});

test("rules are counted by their names, and what no rule is called is another", async () => {
  const rules = ["secret", "secret", 'x"} 1\n'];
  const { registry, follower } = follow(async () => ({ ...EXECUTION, rules }));
  const body = { type: "published", executionId: randomUUID(), publication: "kept" } as const;
  follower.take({ taskId: randomUUID(), actor: null, body });
  await follower.settle();
  const text = await registry.metrics();
  expect(text).toContain('catalyst_policy_findings_total{rule="secret"} 2');
  expect(text).toContain('catalyst_policy_findings_total{rule="other"} 1');
});

test("an issue that became a pull request is in the buckets of its time", async () => {
  const { registry, follower } = follow(async () => EXECUTION);
  const body = { type: "published", executionId: randomUUID(), publication: "pull_request" } as const;
  follower.take({ taskId: randomUUID(), actor: null, body });
  await follower.settle();
  const text = await registry.metrics();
  expect(text).toContain('catalyst_issue_to_pull_request_seconds_bucket{le="1200"} 0');
  expect(text).toContain('catalyst_issue_to_pull_request_seconds_bucket{le="1800"} 1');
});

test("what the database doesn't tell is missed, and what comes after it is measured", async () => {
  let isAway = true;
  const { registry, follower } = follow(() =>
    isAway ? Promise.reject(new Error("away")) : Promise.resolve(EXECUTION),
  );
  follower.take(ended());
  await follower.settle();
  isAway = false;
  follower.take(ended());
  await follower.settle();
  const text = await registry.metrics();
  expect(text).toContain("catalyst_measurements_missed_total 1");
  expect(text).toContain('catalyst_executions_ended_total{outcome="failed",reason="none",agent="aider"} 1');
});

test("while the database hangs no more than a bounded number waits", async () => {
  const { promise, resolve } = Promise.withResolvers<MeasuredExecution>();
  const { registry, follower } = follow(() => promise);
  for (let index = 0; index < 1500; index++) {
    follower.take(ended());
  }
  expect(await registry.metrics()).toContain("catalyst_measurements_missed_total 500");
  resolve(EXECUTION);
  await follower.settle();
  expect(await registry.metrics()).toContain('reason="none",agent="aider"} 1000');
});
