import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { AgentConfig, type Hooks } from "../agent/agent-config.ts";
import { sealProjectSecret } from "../credential/seal-project-secret.ts";
import type { EnvironmentStatus } from "../environment/environment.ts";
import { RUNNER_EXIT_CODES } from "../environment/stages/runner-exit-codes.ts";
import type { ExecutionEventBody } from "../event/event.ts";
import { submitTask } from "../task/submit/submit-task.ts";
import { TaskRequest } from "../task/submit/task-request.ts";
import type { AgentTask } from "../task/task.ts";
import {
  addRepo,
  BASE_COMMIT,
  createMemory,
  type Memory,
  type MemoryEnvironments,
  type MemoryRepositories,
  memoryAccountStore,
  memoryAdvanceDeps,
  memoryEnvironments,
  memoryRepoStore,
  memoryRepositories,
  memorySealing,
  memoryTaskStore,
} from "../testing/index.ts";
import { createTestKeys } from "../testing/test-keys.ts";
import type { Repo } from "../vcs/repo.ts";
import { advanceExecution } from "./advance-execution.ts";
import type { AgentExecution } from "./execution.ts";
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

const HOOK = { type: "hook", cache: null, output: "", commit: null } as const;
const { done, notPrepared, notVerified } = RUNNER_EXIT_CODES;

let memory: Memory;
let environments: MemoryEnvironments;
let repositories: MemoryRepositories;
let deps: AdvanceExecutionDeps;
let repo: Repo;
let executionId: string;

beforeEach(() => {
  memory = createMemory();
  repo = addRepo(memory);
  environments = memoryEnvironments();
  repositories = memoryRepositories();
  deps = memoryAdvanceDeps(memory, { environments, repositories });
  deps.agents = {
    find: async (id) => ({ id, name: id, owner: "catalyst", providers: [], canResume: false }),
    ensureInstalled: async () => null,
    listInstructionPaths: async () => [],
  };
  repositories.imported = {
    headCommit: HEAD,
    commits: [{ sha: HEAD, subject: "Fix it" }],
    diffStat: { files: 1, insertions: 2, deletions: 1 },
    findings: [],
  };
});

interface Started {
  base?: string;
  trustBase?: boolean;
  trustedBranches?: string[];
}

/** A task of a project with these hooks, with its environment made. */
async function start(hooks: Partial<Hooks>, started: Started = {}): Promise<Lease> {
  const { base = null, trustBase = false, trustedBranches = [] } = started;
  const config = { id: randomUUID(), projectId: repo.projectId, createdAt: new Date(), updatedAt: new Date() };
  const ownerKeys = Object.keys(hooks).map((key) => `hooks.${key}`);
  memory.configs.set(repo.projectId, AgentConfig.parse({ ...config, ownerKeys, trustedBranches, hooks }));
  const request = TaskRequest.parse({
    repository: { kind: "folder", path: repo.url, head: null },
    base,
    trustBase,
    source: { kind: "prompt", text: "true" },
    agents: [{ agent: "script", model: null }],
    timeoutSeconds: 60,
  });
  const doors = {
    tasks: memoryTaskStore(memory),
    accounts: memoryAccountStore(memory),
    repos: { ...memoryRepoStore(memory), ensure: async () => repo },
    ...memorySealing(),
    environmentNamespace: "local",
  };
  await submitTask(request, { kind: "machine_owner", userId: randomUUID() }, doors);
  executionId = [...memory.executions.keys()].at(-1) as string;
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

const ENDED: ExecutionEventBody = {
  type: "agent_ended",
  outcome: "completed",
  exitCode: 0,
  command: "sh",
  summary: null,
  headCommit: HEAD,
  sessionId: null,
  seconds: 1,
};

/** What the third run of `verify` told. */
const told = (exitCode: number, commit = HEAD): ExecutionEventBody[] => [
  ENDED,
  { ...HOOK, name: "verify", attempt: 3, phase: "ended", exitCode, output: "1 test failed", commit },
];

/** An environment whose third `verify` ended with this exit code. */
function verified(exitCode: number): EnvironmentStatus {
  const stages = [done, notVerified, done, notVerified, done, exitCode].map((code, index) => ({
    kind: index % 2 === 0 ? ("agent" as const) : ("verify" as const),
    end: { exitCode: code, reason: "exited" as const },
  }));
  return { ...EXITED, exitCode, stages };
}

const log = (text: string): ExecutionEventBody => ({ type: "log", stream: "stderr", text });
const setup = (phase: "started" | "ended", exitCode: number | null): ExecutionEventBody => ({
  ...HOOK,
  name: "setup",
  phase,
  attempt: 1,
  exitCode,
  cache: "miss",
});

const jobsOf = (index: number) => environments.requests[index]?.stages.map(({ job }) => job) ?? [];

test("what a trusted commit's setup makes is kept under a key, and without a setup there is none", async () => {
  await start({ setup: "npm ci" });
  expect(environments.requests[0]?.setupCache?.key).toMatch(/^[0-9a-f]{64}$/);
  await start({ verify: "npm test" });
  expect(environments.requests[1]?.setupCache).toBeNull();
});

test("an execution that goes on from an agent's work is set up where the first was, and that is what is kept", async () => {
  const lease = await start({ setup: "npm ci" });
  await environments.destroy(executionId);
  const commits = { baseCommit: BASE_COMMIT, startCommit: HEAD, settingsCommit: BASE_COMMIT };
  const execution = memory.executions.get(executionId) as AgentExecution;
  memory.executions.set(executionId, { ...execution, ...commits, state: "provisioning" });
  await advanceUntil(lease, "wait");
  expect(environments.requests[1]?.setupCache).toEqual(environments.requests[0]?.setupCache);
  expect(jobsOf(1).map(({ repository }) => repository.baseCommit)).toEqual([BASE_COMMIT, HEAD, HEAD]);
});

test("a base that nobody trusts is set up by the default branch's hook, and its own files run without secrets", async () => {
  repositories.base = { name: "contrib", commit: HEAD };
  repositories.branches.set("contrib", HEAD);
  addSecret("NPM_TOKEN");
  await start({ setup: "npm ci" }, { base: "contrib" });
  expect(memory.executions.get(executionId)).toMatchObject({ baseCommit: HEAD, settingsCommit: BASE_COMMIT });
  expect(jobsOf(0).map(({ repository }) => repository.baseCommit)).toEqual([BASE_COMMIT, HEAD, HEAD]);
  expect(namedSecrets()).toEqual([["NPM_TOKEN"], [], []]);
  expect(JSON.stringify(memory.events)).toContain("are those of main");
});

test("a base that a person vouched for, or that its owner trusts, has its own settings and secrets", async () => {
  repositories.base = { name: "release/1", commit: HEAD };
  repositories.branches.set("release/1", HEAD);
  addSecret("NPM_TOKEN");
  await start({ setup: "npm ci" }, { base: "release/1", trustBase: true });
  await start({ setup: "npm ci" }, { base: "release/1", trustedBranches: ["release/*"] });
  for (const index of [0, 1]) {
    expect(jobsOf(index).map(({ repository }) => repository.baseCommit)).toEqual([HEAD, HEAD]);
  }
  expect(namedSecrets()).toEqual([["NPM_TOKEN"], [], ["NPM_TOKEN"], []]);
});

test("where the default branch isn't there, setup runs without secrets, and what it makes is not kept", async () => {
  repositories.base = { name: "main", commit: HEAD };
  repositories.branches.clear();
  addSecret("NPM_TOKEN");
  await start({ setup: "npm ci" });
  expect(environments.requests[0]?.setupCache).toBeNull();
  expect(namedSecrets()).toEqual([[], []]);
});

test("a project says which secrets its setup gets, and is told of those that aren't stored", async () => {
  addSecret("NPM_TOKEN");
  addSecret("DEPLOY_KEY");
  await start({ setup: "npm ci" });
  await start({ setup: "npm ci", setupSecrets: ["NPM_TOKEN", "MISSING"] });
  expect(namedSecrets()).toEqual([["DEPLOY_KEY", "NPM_TOKEN"], [], ["NPM_TOKEN"], []]);
  expect(JSON.stringify(memory.events)).toContain(JSON.stringify({ kind: "add_secret", name: "MISSING" }));
  const keys = environments.requests.map(({ setupCache }) => setupCache?.key);
  expect(new Set(keys).size).toBe(2);
});

test("a setup gets no secrets where the agent is told outsiders' words, and that is told", async () => {
  addSecret("NPM_TOKEN");
  const { resolve } = deps.executions;
  deps.executions.resolve = async (lease, decision) => {
    await resolve(lease, decision);
    for (const task of memory.tasks.values()) {
      task.contextPayload = { ...task.contextPayload, hasOutsiderInput: true };
    }
  };
  await start({ setup: "npm ci" });
  expect(namedSecrets()).toEqual([[], []]);
  expect(JSON.stringify([...memory.events.values()])).toContain("told words of outsiders");
});

test("the same setup is another one once a file changes that it could run, or the one that it names", async () => {
  const change = async (hooks: Partial<Hooks>, path: string) => {
    repositories.files.set(path, randomUUID());
    await start({ setup: "npm ci", ...hooks });
    return environments.requests.at(-1)?.setupCache?.key;
  };
  expect(await change({}, "src/a.js")).not.toBe(await change({}, "src/a.js"));
  const narrow = { setupReads: ["package.json"] };
  expect(await change(narrow, "src/a.js")).toBe(await change(narrow, "src/a.js"));
  expect(await change(narrow, "package.json")).not.toBe(await change(narrow, "package.json"));
});

test("what setup is to go by and isn't there is told", async () => {
  repositories.files.set("package.json", "{}");
  await start({ setup: "npm ci", setupReads: ["package.json", "pakcage-lock.json", "patches/*"] });
  const notes = memory.events.flatMap(({ body }) => (body.type === "note" ? [body.text] : []));
  expect(notes).toEqual([
    expect.stringMatching(/^hooks\.setupReads: nothing is at pakcage-lock\.json, patches\/\* in /),
  ]);
});

function addSecret(name: string): void {
  const { id: repoId, projectId } = repo;
  const identity = { id: randomUUID(), projectId, repoId, name, createdAt: new Date() };
  memory.secrets.set(`${repoId}/${name}`, sealProjectSecret(identity, "a secret value", createTestKeys().sealing));
}

/** Of the runners' grants, in the order of the stages. */
function namedSecrets(): string[][] {
  return memory.grants.filter(({ holder }) => holder === "runner").map(({ secrets }) => secrets);
}

test("a setup that failed is the task's end, with its own output and the way out", async () => {
  const bodies = [log("before"), setup("started", null), log("no such package"), setup("ended", 9)];
  const task = await end(await start({ setup: "npm ci" }), bodies, { ...EXITED, exitCode: 4, output: "of the runner" });
  expect(task).toMatchObject({ status: "failed", failureReason: "setup_failed" });
  expect(task.errorMessage).toMatch(/exit code 9[\s\S]*no such package/);
  expect(task.way).toMatchObject({ kind: "mend", what: "setup_hook", next: { kind: "retry_task" } });
  expect(task.errorMessage).not.toMatch(/before|of the runner/);
});

test("a workspace that couldn't be prepared for another reason says the runner's reason", async () => {
  const status = { ...EXITED, exitCode: 4, output: "Cloning the repository failed: no such commit\n" };
  const task = await end(await start({ setup: "npm ci" }), [], status);
  expect(task).toMatchObject({ status: "failed", failureReason: "setup_failed" });
  expect(task.errorMessage).toContain("no such commit");
});

test("a result whose verification passed is published, and says so", async () => {
  const task = await end(await start({ verify: "npm test" }), told(0), verified(done));
  expect(task).toMatchObject({
    status: "completed",
    resultPayload: { publication: { isDraft: false }, verification: { isPassed: true, attempts: 3 } },
  });
});

test("one that fails it for good is published as a draft with the failure", async () => {
  const task = await end(await start({ verify: "npm test" }), told(1), verified(notVerified));
  expect(task).toMatchObject({
    status: "completed",
    resultPayload: {
      publication: { branch: task.branch, isDraft: true },
      verification: { isPassed: false, output: "1 test failed", command: "npm test" },
    },
  });
  expect(repositories.published.get(String(task.branch))).toBe(HEAD);
});

test("how work was verified is kept with it when it can't be brought in", async () => {
  const lease = await start({ verify: "npm test" });
  repositories.unimportable = "it holds more than 250000 paths";
  const task = await end(lease, told(1), verified(notVerified));
  expect(task).toMatchObject({ status: "failed", failureReason: "policy_violation" });
  expect(task.resultPayload?.verification).toMatchObject({ isPassed: false, output: "1 test failed" });
});

test("or held, where the project wants that: kept, with how to fetch it", async () => {
  const lease = await start({ verify: "npm test", onVerifyFailure: "hold" });
  const task = await end(lease, told(1), verified(notVerified));
  expect(task).toMatchObject({
    status: "failed",
    failureReason: "verify_failed",
    resultPayload: { publication: { kind: "kept", branch: null } },
  });
  expect(task.errorMessage).toMatch(/ran 3 times[\s\S]*1 test failed[\s\S]*the branch was not made/);
  expect(repositories.published.size).toBe(0);
  expect(task.resultPayload?.publication.kind).toBe("kept");
});

test("a result that tells of a pass, and whose verification failed from outside, is held", async () => {
  const lease = await start({ verify: "npm test", onVerifyFailure: "hold" });
  const task = await end(lease, told(0), verified(notVerified));
  expect(task).toMatchObject({ status: "failed", failureReason: "verify_failed" });
  expect(repositories.published.size).toBe(0);
});

test("and so is one that was pushed after its verification", async () => {
  const lease = await start({ verify: "npm test", onVerifyFailure: "hold" });
  const task = await end(lease, told(0, "d".repeat(40)), verified(done));
  expect(task).toMatchObject({ status: "failed", failureReason: "verify_failed" });
  expect(task.errorMessage).toMatch(/accepted ddd[\s\S]*pushed in the end is ccc/);
});

test("work whose verification didn't come to its end is kept and not published", async () => {
  const task = await end(await start({ verify: "npm test" }), told(0), verified(notPrepared));
  expect(task).toMatchObject({ status: "failed", failureReason: "environment_lost" });
  expect(task.errorMessage).toMatch(/before the project's verify hook had judged/);
  expect(repositories.published.size).toBe(0);
  expect(task.resultPayload?.publication.kind).toBe("kept");
});
