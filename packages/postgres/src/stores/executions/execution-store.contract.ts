import { randomUUID } from "node:crypto";
import {
  type AgentExecution,
  type AgentTask,
  ASKED_NOTHING,
  type Grant,
  type Lease,
  StoredWay,
  type TaskEnd,
  TaskResult,
} from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";
import { expectTold } from "../../testing/expect-told.ts";
import { decisionFor, hashOf, newExecution } from "../../testing/stored-task.ts";

const failed: TaskEnd = { state: "failed", failureReason: "agent_failed", errorMessage: "it gave up", result: null };

const completed: TaskEnd = { state: "completed", failureReason: null, errorMessage: null, result: null };
const RESULT = TaskResult.parse({
  summary: null,
  headCommit: "a".repeat(40),
  commits: [],
  diffStat: { files: 0, insertions: 0, deletions: 0 },
  findings: [],
  publication: { kind: "kept", keptAt: "/kept", branch: null, problem: null },
});

/** How a task goes on of which nothing else changes. */
const ON = { credentials: [], patch: {}, actor: OWNER, changes: [] };

/** What every ExecutionStore promises. */
export function executionStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(async () => {
    await expectTold(stores);
    await stores.close();
  });

  async function claim(executionId: string): Promise<Lease> {
    const lease = await stores.executions.claim({ executionId, workerId: "worker", leaseSeconds: 60 });
    if (lease === null) {
      throw new Error("the execution was not to be had");
    }
    return lease;
  }

  async function getExecution(id: string): Promise<AgentExecution> {
    return (await stores.executions.get(id)) as AgentExecution;
  }

  test("of many workers that claim an execution at once, one gets it", async () => {
    const { executionId } = await stores.storeTask();
    const { executions } = stores;
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, n) => executions.claim({ executionId, workerId: `w${n}`, leaseSeconds: 60 })),
    );
    expect(claims.filter((lease) => lease !== null)).toEqual([{ executionId, epoch: 1 }]);
  });

  test("a lease that ran out by the database's clock is taken over with a higher epoch", async () => {
    const { executionId } = await stores.storeTask();
    const { executions } = stores;
    await claim(executionId);
    expect(await executions.claim({ executionId, workerId: "other", leaseSeconds: 60 })).toBeNull();
    await stores.expireLease(executionId);
    expect((await claim(executionId)).epoch).toBe(2);
  });

  test("every write of a worker that was taken over is refused", async () => {
    const { executionId } = await stores.storeTask();
    const { executions } = stores;
    const stale = await claim(executionId);
    await stores.expireLease(executionId);
    const lease = await claim(executionId);
    const before = await executions.get(executionId);
    await expect(executions.move(stale, "provisioning", { startCommit: "abc" })).rejects.toMatchObject({
      code: "lease_lost",
    });
    await expect(executions.end(stale, failed, {})).rejects.toMatchObject({ code: "lease_lost" });
    expect(await executions.heartbeat(stale, 60)).toBe(false);
    await executions.release(stale);
    expect(await executions.get(executionId)).toEqual(before);
    expect(await executions.heartbeat(lease, 60)).toBe(true);
  });

  test("an execution that was given back can be claimed at once", async () => {
    const { executionId } = await stores.storeTask();
    await stores.executions.release(await claim(executionId));
    expect((await claim(executionId)).epoch).toBe(2);
  });

  test("a move changes execution and task, applies the patch and stores one status event, also when it is repeated", async () => {
    const { executionId } = await stores.storeTask();
    const { executions } = stores;
    const lease = await claim(executionId);
    await executions.move(lease, "provisioning", { startCommit: "abc" });
    await executions.move(lease, "provisioning", { agentCommand: "claude -p" });
    expect(await executions.get(executionId)).toMatchObject({
      state: "provisioning",
      startCommit: "abc",
      agentCommand: "claude -p",
    });
    const task = await executions.getTask(executionId);
    expect(task?.status).toBe("provisioning");
    expect(task?.startedAt).toBeInstanceOf(Date);
    const events = await stores.events.list({ executionId, afterNumber: 0, limit: 10 });
    expect(events.map(({ number, body }) => [number, body])).toEqual([
      [1, { type: "status", status: "provisioning", detail: null }],
    ]);
  });

  test("a move that the states don't allow changes nothing", async () => {
    const { executionId } = await stores.storeTask();
    const { executions } = stores;
    const lease = await claim(executionId);
    await expect(executions.move(lease, "running", { startCommit: "abc" })).rejects.toThrow("from pending to running");
    expect(await executions.get(executionId)).toMatchObject({ state: "pending", startCommit: null });
  });

  test("how a step went that isn't done is kept with the execution, each step's by itself, until it is done", async () => {
    const { executionId } = await stores.storeTask();
    const { executions } = stores;
    const lease = await claim(executionId);
    const attempt = { worker: "w", deaths: 1, crashes: 0, failures: 0, error: null };
    const failed = { worker: null, deaths: 0, crashes: 0, failures: 1, error: "it's \u0000 broken" };
    await executions.noteAttempt(lease, "import", attempt);
    await executions.noteAttempt(lease, "publishing", failed);
    await executions.noteAttempt(lease, "import", { ...attempt, deaths: 2 });
    expect((await getExecution(executionId)).attempts).toMatchObject({
      import: { deaths: 2 },
      publishing: { failures: 1 },
    });
    await executions.noteAttempt(lease, "publishing", null);
    expect(Object.keys((await getExecution(executionId)).attempts)).toEqual(["import"]);
    await stores.expireLease(executionId);
    await claim(executionId);
    await expect(executions.noteAttempt(lease, "import", null)).rejects.toMatchObject({ code: "lease_lost" });
  });

  test("what is decided for an execution is stored with it and with its task, and never decided again", async () => {
    const stored = await stores.storeTask();
    const { executions } = stores;
    const lease = await claim(stored.executionId);
    await executions.resolve(lease, decisionFor(stored, { model: "gpt-5" }));
    await executions.resolve(lease, decisionFor(stored, { model: "another", baseCommit: "d".repeat(40) }));
    expect(await getExecution(stored.executionId)).toMatchObject({
      ...{ state: "pending", model: "gpt-5", baseCommit: "b".repeat(40) },
      resolution: { settings: { timeoutMinutes: 30 }, credential: null },
    });
    expect(await executions.getTask(stored.executionId)).toMatchObject({ baseBranch: "main", timeoutSeconds: 1800 });
    await stores.expireLease(stored.executionId);
    await claim(stored.executionId);
    await expect(executions.resolve(lease, decisionFor(stored))).rejects.toMatchObject({ code: "lease_lost" });
  });

  test("of a race that is decided on by two at once, one decision counts for all", async () => {
    const { task, executionId } = await stores.storeTask();
    const { executions, tasks } = stores;
    const other = newExecution(task);
    await executions.end(await claim(executionId), failed, {});
    await tasks.continue({ ...ON, taskId: task.id, from: ["failed"], execution: other });
    const second = newExecution(task);
    await stores.addExecution(second);
    const leases = [await claim(other.id), await claim(second.id)];
    const decide = (commit: string) => {
      const decided = decisionFor({ task, executionId: other.id }, { baseCommit: commit });
      const [first] = decided.executions;
      return { ...decided, executions: [first, { ...first, id: second.id }] as const };
    };
    await Promise.all(leases.map((lease, index) => executions.resolve(lease, decide(`${index}`.repeat(40)))));
    const commits = await Promise.all([other, second].map(async ({ id }) => (await getExecution(id)).baseCommit));
    expect(new Set(commits).size).toBe(1);
  });

  test("a refused task ends so, and one that was to go on is what it was before", async () => {
    const { task, executionId } = await stores.storeTask();
    const { executions, tasks } = stores;
    const refusal = { code: "credential_missing", message: "No credential." } as const;
    const refused: TaskEnd = {
      ...{ state: "refused", failureReason: "credential_missing", errorMessage: "No credential.", result: null },
      refusal,
    };
    await executions.end(await claim(executionId), refused, {});
    expect(await getExecution(executionId)).toMatchObject({ state: "refused", refusal });
    expect(await tasks.get(task.id)).toMatchObject({ status: "refused", errorMessage: "No credential." });
    const listed = async (filter: object) =>
      (await tasks.list({ projects: stores.projects, limit: 1000, ...filter })).some(({ id }) => id === task.id);
    expect(await listed({})).toBe(false);
    expect(await listed({ hasRefused: true })).toBe(true);
    expect(await listed({ statuses: ["refused"] })).toBe(true);
    const again = newExecution(task);
    await tasks.continue({ taskId: task.id, from: ["refused"], execution: again, ...ON });
    await executions.end(await claim(again.id), { ...failed, result: RESULT }, {});
    const before = await tasks.get(task.id);
    const third = newExecution(task);
    const options = { ...task.options, budget: { usd: 7, tokens: null } };
    const patch = { branch: "another", options };
    await tasks.continue({ taskId: task.id, from: ["failed"], execution: third, ...ON, patch });
    await executions.end(await claim(third.id), refused, {});
    expect(await tasks.get(task.id)).toEqual(before);
  });

  test("an end keeps what can be done about it, also where a newer version wrote it, until the task goes on", async () => {
    const { executions, tasks } = stores;
    for (const way of [
      { kind: "retry_task", task: 7 },
      { kind: "call_support", hours: ["mon"] },
    ].map((stored) => StoredWay.parse(stored))) {
      const { task, executionId } = await stores.storeTask();
      const refusal = { code: "conflict", message: "No.", way } as const;
      await executions.end(await claim(executionId), { ...failed, way, refusal }, {});
      expect(await tasks.get(task.id)).toMatchObject({ status: "failed", way });
      expect(await getExecution(executionId)).toMatchObject({ refusal: { way } });
      await tasks.continue({ ...ON, taskId: task.id, from: ["failed"], execution: newExecution(task) });
      expect(await tasks.get(task.id)).toMatchObject({ status: "pending", way: null });
    }
  });

  test("the end of an execution ends its task and its grants and frees its lease", async () => {
    const { task, executionId } = await stores.storeTask();
    const { executions } = stores;
    const { grants } = stores;
    const lease = await claim(executionId);
    const tokenHash = hashOf("token of the end");
    const grant = { ...grantFor(task), executionId };
    await grants.plan(lease, [grant, { ...grant, holder: "runner" }]);
    const tokenHashes = { agent: tokenHash, runner: hashOf("runner's token") };
    await grants.begin({ executionId, stageNumber: 0, tokenHashes });
    await executions.end(lease, failed, { exitCode: 1, stdout: "out" });
    expect(await grants.findLive(tokenHash)).toBeNull();
    expect(await grants.findLive(hashOf("runner's token"))).toBeNull();
    expect(await executions.get(executionId)).toMatchObject({
      state: "failed",
      exitCode: 1,
      stdout: "out",
      leasedBy: null,
      leaseExpiresAt: null,
    });
    expect(await executions.getTask(executionId)).toMatchObject({
      status: "failed",
      failureReason: "agent_failed",
      errorMessage: "it gave up",
    });
    expect(await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 })).toBeNull();
    await expect(executions.end(lease, failed, {})).rejects.toMatchObject({ code: "lease_lost" });
  });

  test("a result belongs to the execution that made it, also when another one published it", async () => {
    const { task, executionId } = await stores.storeTask();
    const { executions, tasks } = stores;
    await executions.end(await claim(executionId), { ...failed, result: RESULT }, {});
    const { environmentNamespace } = await getExecution(executionId);
    const execution = {
      ...{ id: randomUUID(), taskId: task.id, environmentNamespace, askedBy: OWNER, asked: ASKED_NOTHING },
      ...({ purpose: "publish", continuesId: executionId } as const),
      acceptance: { rules: ["secret"], by: "ada", at: new Date(0) },
    };
    const input = {
      taskId: task.id,
      execution,
      credentials: [],
      patch: { branch: "other" },
      actor: OWNER,
      changes: [],
    };
    await tasks.continue({ ...input, from: ["failed"] });
    expect((await getExecution(execution.id)).acceptance).toEqual(execution.acceptance);
    const published = { ...RESULT, publication: { kind: "branch", branch: "other", isDraft: false } } as const;
    const lease = await claim(execution.id);
    await executions.move(lease, "publishing", {});
    await executions.end(lease, { ...completed, result: published, resultOf: executionId }, {});
    expect((await getExecution(executionId)).result).toEqual(published);
    expect((await getExecution(execution.id)).result).toBeNull();
    expect(await tasks.get(task.id)).toMatchObject({ branch: "other", resultPayload: published });
  });

  test("unfinished executions are counted until they end", async () => {
    const { executions } = stores;
    const before = await executions.countUnfinished("local");
    const { executionId } = await stores.storeTask();
    expect(await executions.countUnfinished("local")).toBe(before + 1);
    expect(await executions.countUnfinished("cluster")).toBe(0);
    await executions.end(await claim(executionId), failed, {});
    expect(await executions.countUnfinished("local")).toBe(before);
  });
}

function grantFor({ id, repoId, branch }: AgentTask) {
  return {
    taskId: id,
    llm: null,
    repoId,
    branch,
    stage: "agent",
    stageNumber: 0,
    holder: "agent",
    secrets: [],
    maskedSecrets: [],
    allowedHosts: [],
    allowedFeatures: [],
    modelPrices: [],
    seconds: 60,
  } satisfies Partial<Grant>;
}
