import { randomUUID } from "node:crypto";
import type { AgentExecution, Lease } from "@catalyst/core";
import { createMemory, memoryAdvanceDeps, memoryEnvironments, memoryRepositories } from "@catalyst/core/testing";
import type { Span } from "@catalyst/telemetry/traces";
import { expect, test } from "vitest";
import { traceSteps } from "./trace-steps.ts";

const lease: Lease = { executionId: randomUUID(), epoch: 1 };

function openSteps(changes: Partial<AgentExecution> = {}) {
  const told: Span[] = [];
  let at = 10_000;
  const execution = {
    ...{ id: lease.executionId, taskId: randomUUID(), state: "pending", resolution: null, endedAt: null },
    ...{ agentType: "aider", purpose: "work", startedAt: new Date(9_000), ...changes },
  } as AgentExecution;
  const deps = memoryAdvanceDeps(createMemory(), {
    environments: memoryEnvironments(),
    repositories: memoryRepositories(),
  });
  const done = async () => undefined;
  const executions = {
    ...deps.executions,
    get: async () => execution,
    resolve: done,
    move: done,
    end: done,
    release: done,
  };
  const importResult = () => Promise.reject(new Error("the disk is gone"));
  const repositories = { ...deps.repositories, ensureQuarantine: done, importResult };
  const steps = traceSteps(
    { ...deps, executions, repositories },
    { record: (span) => void told.push(span), agents: new Set(["aider"]), now: () => (at += 1000) },
  );
  return { steps, told, execution };
}

test("an execution is told as a whole, until it was claimed, and by its phases, in its trace", async () => {
  const { steps, told, execution } = openSteps();
  await steps.executions.get(lease.executionId);
  await steps.executions.get(lease.executionId);
  await steps.executions.resolve(lease, {} as never);
  await steps.executions.move(lease, "provisioning", {});
  await steps.repositories.ensureQuarantine({ executionId: lease.executionId } as never);
  await steps.executions.move(lease, "running", {});
  await steps.executions.move(lease, "running", {});
  await steps.executions.move(lease, "publishing", {});
  await expect(steps.repositories.importResult({ executionId: lease.executionId } as never)).rejects.toThrow("disk");
  const end = { state: "failed", failureReason: "agent_failed", errorMessage: "/secret/path", result: null } as const;
  await steps.executions.end(lease, end, {});
  expect(told.map(({ name, hasFailed }) => [name, hasFailed])).toEqual([
    ["claim", false],
    ["resolve", false],
    ["make quarantine", false],
    ["provision", false],
    ["run", false],
    ["import and check", true],
    ["publish", true],
    ["execution work", true],
  ]);
  const { id: executionId, taskId } = execution;
  expect(told.at(-1)).toMatchObject({
    place: { kind: "execution", taskId, executionId },
    startedAt: 9_000,
    attributes: { "catalyst.agent": "aider", "catalyst.outcome": "failed", "catalyst.failure_reason": "agent_failed" },
  });
  expect(new Set(told.slice(0, -1).map(({ place }) => JSON.stringify(place)))).toEqual(
    new Set([JSON.stringify({ kind: "of_execution", taskId, executionId })]),
  );
  expect(JSON.stringify(told)).not.toContain("/secret/path");
});

test("a worker that takes over begins with the phase that it finds, and tells of nothing that it let go of", async () => {
  const { steps, told } = openSteps({ state: "running", resolution: {} as never, agentType: "my-own\nagent" as never });
  await steps.executions.get(lease.executionId);
  await steps.executions.release(lease);
  expect(told).toEqual([]);
  await steps.executions.get(lease.executionId);
  await steps.executions.end(lease, { state: "completed", failureReason: null, errorMessage: null, result: null }, {});
  expect(told.map(({ name }) => name)).toEqual(["run", "execution work"]);
  expect(told.at(-1)?.attributes).toEqual({ "catalyst.agent": "custom", "catalyst.outcome": "completed" });
});
