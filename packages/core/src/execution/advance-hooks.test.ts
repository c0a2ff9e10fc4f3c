import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { AgentConfig, Hooks } from "../agent/agent-config.ts";
import type { EnvironmentStatus } from "../environment/environment.ts";
import type { ExecutionEventBody } from "../event/event.ts";
import { submitTask } from "../task/submit-task.ts";
import { type AgentTask, TaskOptions } from "../task/task.ts";
import {
  addRepo,
  createMemory,
  type Memory,
  type MemoryEnvironments,
  type MemoryRepositories,
  memoryAdvanceDeps,
  memoryEnvironments,
  memoryRepositories,
  memoryTaskStore,
} from "../testing/index.ts";
import { advanceExecution } from "./advance-execution.ts";
import type { Lease } from "./execution-store.ts";
import type { AdvanceExecutionDeps } from "./step.ts";

const HEAD = "c".repeat(40);
const EXITED: Extract<EnvironmentStatus, { kind: "exited" }> = {
  kind: "exited",
  exitCode: 0,
  reason: "exited",
  stages: [],
  output: "",
  facts: [],
};

let memory: Memory;
let environments: MemoryEnvironments;
let repositories: MemoryRepositories;
let deps: AdvanceExecutionDeps;
let executionId: string;

beforeEach(() => {
  memory = createMemory();
  environments = memoryEnvironments();
  repositories = memoryRepositories();
  deps = memoryAdvanceDeps(memory, { environments, repositories });
  deps.agents = { find: async (id) => ({ id, version: null, providers: [], canResume: false }) };
  repositories.imported = {
    headCommit: HEAD,
    commits: [{ sha: HEAD, subject: "Fix it" }],
    diffStat: { files: 1, insertions: 2, deletions: 1 },
    findings: [],
  };
});

/** A task of a project with these hooks, with its environment made. */
async function start(hooks: Partial<Hooks>): Promise<Lease> {
  const repo = addRepo(memory);
  executionId = randomUUID();
  const config = { id: randomUUID(), projectId: repo.projectId, createdAt: new Date(), updatedAt: new Date() };
  const ownerKeys = Object.keys(hooks).map((key) => `hooks.${key}`);
  memory.configs.set(repo.projectId, AgentConfig.parse({ ...config, ownerKeys, hooks: Hooks.parse(hooks) }));
  await submitTask(
    {
      taskId: randomUUID(),
      taskType: "prompt",
      sourceType: "prompt",
      sourceUrl: null,
      sourceNumber: null,
      repo,
      agents: [{ agentType: "script", model: null }],
      options: TaskOptions.parse({}),
      branch: null,
      baseBranch: "main",
      timeoutSeconds: 60,
      assignedBy: randomUUID(),
      context: { title: "true", body: "", prDiff: null },
      credentials: [],
      dedupeKey: null,
    },
    {
      tasks: memoryTaskStore(memory),
      enabledAgents: null,
      environmentNamespace: "local",
      newId: () => executionId,
    },
  );
  const lease = await deps.executions.claim({ executionId, workerId: "w", leaseSeconds: 15 });
  await advanceUntil(lease as Lease, "wait");
  return lease as Lease;
}

async function advanceUntil(lease: Lease, kind: "wait" | "done"): Promise<void> {
  for (let count = 0; count < 20; count++) {
    if ((await advanceExecution(lease, deps)).kind === kind) {
      return;
    }
  }
  throw new Error(`never ${kind}`);
}

async function end(lease: Lease, bodies: ExecutionEventBody[], status: EnvironmentStatus = EXITED): Promise<AgentTask> {
  const events = bodies.map((body, index) => ({ sourceNumber: index + 1, at: new Date(), body }));
  await deps.events.append({ executionId, writer: "w", events });
  environments.set(executionId, status);
  await advanceUntil(lease, "done");
  return [...memory.tasks.values()][0] as AgentTask;
}

function endedWith(isPassed: boolean): ExecutionEventBody {
  return {
    type: "agent_ended",
    outcome: "completed",
    exitCode: 0,
    command: "sh",
    summary: null,
    headCommit: HEAD,
    verification: { isPassed, attempts: 3, exitCode: isPassed ? 0 : 1, output: "1 test failed" },
  };
}

const log = (text: string): ExecutionEventBody => ({ type: "log", stream: "stderr", text });
const setup = (phase: "started" | "ended", exitCode: number | null): ExecutionEventBody => ({
  type: "hook",
  name: "setup",
  phase,
  attempt: 1,
  exitCode,
  cache: "miss",
});

test("what a task at its base sets up may be kept under a key, and without a setup there is none", async () => {
  await start({ setup: "npm ci" });
  expect(environments.requests[0]?.setupCache).toMatchObject({ isSaved: true });
  await start({ verify: "npm test" });
  expect(environments.requests[1]?.setupCache).toBeNull();
});

test("what an execution sets up that goes on from an agent's work is not kept for others", async () => {
  const execution = (id: string) => memory.executions.get(id);
  const lease = await start({ setup: "npm ci" });
  await environments.destroy(executionId);
  const started = { baseCommit: "a".repeat(40), startCommit: HEAD, state: "provisioning" } as const;
  memory.executions.set(executionId, { ...(execution(executionId) as never as object), ...started } as never);
  await advanceUntil(lease, "wait");
  expect(environments.requests[1]?.setupCache).toMatchObject({ isSaved: false });
});

test("a setup that failed is the task's end, with its own output and the way out", async () => {
  const bodies = [log("before"), setup("started", null), log("no such package"), setup("ended", 9)];
  const task = await end(await start({ setup: "npm ci" }), bodies, { ...EXITED, exitCode: 4, output: "of the runner" });
  expect(task).toMatchObject({ status: "failed", failureReason: "setup_failed" });
  expect(task.errorMessage).toMatch(/exit code 9[\s\S]*no such package[\s\S]*hooks\.setup/);
  expect(task.errorMessage).not.toMatch(/before|of the runner/);
});

test("a workspace that couldn't be prepared for another reason says the runner's reason", async () => {
  const status = { ...EXITED, exitCode: 4, output: "Cloning the repository failed: no such commit\n" };
  const task = await end(await start({ setup: "npm ci" }), [], status);
  expect(task).toMatchObject({ status: "failed", failureReason: "setup_failed" });
  expect(task.errorMessage).toContain("no such commit");
});

test("a result whose verification passed is published, and says so", async () => {
  const task = await end(await start({ verify: "npm test" }), [endedWith(true)]);
  expect(task).toMatchObject({
    status: "completed",
    resultPayload: { isDraft: false, verification: { isPassed: true, attempts: 3 } },
  });
});

test("one that fails it for good is published as a draft with the failure", async () => {
  const task = await end(await start({ verify: "npm test" }), [endedWith(false)]);
  expect(task).toMatchObject({
    status: "completed",
    resultPayload: { branch: task.branch, isDraft: true, verification: { isPassed: false, output: "1 test failed" } },
  });
  expect(repositories.published.get(task.branch)).toBe(HEAD);
});

test("or held, where the project wants that: kept, with how to fetch it", async () => {
  const task = await end(await start({ verify: "npm test", onVerifyFailure: "hold" }), [endedWith(false)]);
  expect(task).toMatchObject({ status: "failed", failureReason: "verify_failed", resultPayload: { branch: null } });
  expect(task.errorMessage).toMatch(/ran 3 times[\s\S]*1 test failed[\s\S]*git fetch/);
  expect(repositories.published.size).toBe(0);
  expect(task.resultPayload?.keptAt).not.toBeNull();
});
