import { randomUUID } from "node:crypto";
import {
  type AgentExecution,
  ASKED_NOTHING,
  type ExecutionEventBody,
  type Lease,
  type TaskEnd,
  TaskResult,
} from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractStores } from "../../testing/contract-stores.ts";
import type { StoredTask } from "../../testing/stored-task.ts";

const FAILED = { state: "failed", failureReason: "agent_failed", errorMessage: "it gave up" } as const;

function resultWith(change: Partial<TaskResult>): TaskResult {
  const diffStat = { files: 1, insertions: 1, deletions: 0 };
  const commits = [{ sha: "a".repeat(40), subject: "Fix" }];
  const words = { summary: "Did it.", publication: { kind: "nothing" }, findings: [] };
  return TaskResult.parse({ ...words, headCommit: "a".repeat(40), commits, diffStat, ...change });
}

const keptAt = (place: string) => ({ kind: "kept", keptAt: place, branch: null, problem: null }) as const;

/** What every RetentionStore promises. */
export function retentionStoreContract(openStores: () => Promise<ContractStores>): void {
  let stores: ContractStores;
  beforeAll(async () => {
    stores = await openStores();
  });
  afterAll(() => stores?.close());

  async function storeEnded(
    result: TaskResult | null,
    before: (lease: Lease) => Promise<unknown> = async () => null,
  ): Promise<StoredTask> {
    const stored = await stores.storeTask();
    const lease = (await stores.executions.claim({
      executionId: stored.executionId,
      workerId: "w",
      leaseSeconds: 60,
    })) as Lease;
    await before(lease);
    await stores.executions.end(lease, { ...FAILED, result } satisfies TaskEnd, {});
    return stored;
  }

  /** A further, unfinished execution of the task. */
  async function goOn({ task, executionId }: StoredTask): Promise<void> {
    const { environmentNamespace } = await getExecution(executionId);
    const of = { id: randomUUID(), taskId: task.id, environmentNamespace, askedBy: OWNER, asked: ASKED_NOTHING };
    const execution = { ...of, purpose: "publish", continuesId: executionId } as const;
    const wish = { credentials: [], patch: {}, actor: OWNER, changes: [] };
    await stores.tasks.continue({ taskId: task.id, from: ["failed"], execution, ...wish });
  }

  const getExecution = async (id: string) => (await stores.executions.get(id)) as AgentExecution;
  const after = () => new Date(Date.now() + 60_000);
  const page = (endedBefore: Date, afterId: string | null = null) => ({ endedBefore, afterId, limit: 1000 });
  const idsOf = (listed: { execution: AgentExecution }[]) => listed.map(({ execution }) => execution.id);

  test("results that stand in a repository are found once they have had their time, and forgotten with their task's", async () => {
    const standing = resultWith({ ref: "refs/catalyst/1-1234/1" });
    const { task, executionId } = await storeEnded(standing);
    const { retained } = stores;
    const listed = await retained.listWithRef(page(after()));
    expect(listed.find(({ execution }) => execution.id === executionId)?.repoId).toBe(task.repoId);
    expect(idsOf(await retained.listWithRef(page(new Date(Date.now() - 60_000))))).not.toContain(executionId);
    await retained.forgetRef(executionId);
    expect(idsOf(await retained.listWithRef(page(after())))).not.toContain(executionId);
    expect((await getExecution(executionId)).result).toEqual({ ...standing, ref: null });
    expect((await stores.tasks.get(task.id))?.resultPayload).toEqual({ ...standing, ref: null });
    await retained.forgetRef(executionId);
  });

  test("a list is gone through page by page, each execution once", async () => {
    const stored = await Promise.all(
      Array.from({ length: 5 }, () => storeEnded(resultWith({ publication: keptAt(`/kept/${randomUUID()}`) }))),
    );
    const seen: string[] = [];
    for (let afterId: string | null = null; ; ) {
      const listed = await stores.retained.listWithKept({ endedBefore: after(), afterId, limit: 2 });
      seen.push(...idsOf(listed));
      if (listed.length < 2) {
        break;
      }
      afterId = listed.at(-1)?.execution.id ?? null;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(stored.map(({ executionId }) => executionId)));
  });

  test("what is kept is forgotten with the time it happened, and what the result says in words stays", async () => {
    const beside = { keptAt: "/kept/b", commits: [{ ref: "refs/beside/1", name: "stash", commit: "c".repeat(40) }] };
    const kept = resultWith({ publication: keptAt("/kept/a"), beside });
    const { task, executionId } = await storeEnded(kept);
    const now = new Date();
    expect(idsOf(await stores.retained.listWithKept(page(after())))).toContain(executionId);
    expect(await stores.retained.forgetKept(executionId, now)).toBe(true);
    const said = { ...kept, publication: { kind: "nothing" }, beside: null, removedAt: now };
    expect((await getExecution(executionId)).result).toEqual(said);
    expect((await stores.tasks.get(task.id))?.resultPayload).toEqual(said);
    expect(idsOf(await stores.retained.listWithKept(page(after())))).not.toContain(executionId);
    const told = await stores.changes.list({ taskId: task.id, afterNumber: 0, limit: 100 });
    expect(told.at(-1)?.body).toEqual({ type: "kept_removed", executionId });
  });

  test("what was kept beside a published branch is forgotten, and the branch is still told", async () => {
    const beside = { keptAt: "/kept/c", commits: [{ ref: "refs/beside/1", name: "stash", commit: "c".repeat(40) }] };
    const publication = { kind: "branch", branch: "fix", isDraft: false } as const;
    const { executionId } = await storeEnded(resultWith({ publication, beside }));
    expect(await stores.retained.forgetKept(executionId, new Date())).toBe(true);
    expect((await getExecution(executionId)).result).toMatchObject({ publication, beside: null });
  });

  test("what another execution of the task may need is neither forgotten nor removed", async () => {
    const kept = resultWith({ publication: keptAt("/kept/needed") });
    const stored = await storeEnded(kept);
    await goOn(stored);
    expect(await stores.retained.forgetKept(stored.executionId, new Date())).toBe(false);
    expect((await getExecution(stored.executionId)).result).toEqual(kept);
    let isDone = false;
    const note = async () => {
      isDone = true;
    };
    await stores.retained.whileSettled(stored.executionId, note);
    await stores.retained.whileSettled(randomUUID(), note);
    expect(isDone).toBe(false);
    const { executionId } = await storeEnded(kept);
    await stores.retained.whileSettled(executionId, note);
    expect(isDone).toBe(true);
  });

  test("repositories and agents of unfinished executions are in use", async () => {
    const { task } = await stores.storeTask();
    const { repoIds, agentTypes } = await stores.retained.listInUse();
    expect(repoIds).toContain(task.repoId);
    expect(agentTypes).toContain(task.agentType);
  });

  test("sessions go in batches once they are old, but those that an unfinished execution may open", async () => {
    const saveSession = ({ executionId }: Lease) => stores.sessions.save(executionId, Buffer.from("session"));
    const stored = [];
    for (let count = 0; count < 3; count++) {
      stored.push(await storeEnded(null, saveSession));
    }
    await goOn(stored[0] as StoredTask);
    expect(await stores.retained.deleteSessions({ savedBefore: new Date(0), limit: 10 })).toEqual({
      count: 0,
      isDone: true,
    });
    expect(await stores.retained.deleteSessions({ savedBefore: after(), limit: 1 })).toEqual({
      count: 1,
      isDone: false,
    });
    expect(await stores.retained.deleteSessions({ savedBefore: after(), limit: 10 })).toEqual({
      count: 1,
      isDone: true,
    });
    const has = await Promise.all(stored.map(({ executionId }) => stores.sessions.has(executionId)));
    expect(has).toEqual([true, false, false]);
  });

  test("events go in batches once their execution ended long ago, but for its course and cost", async () => {
    const message = { type: "message", role: "assistant", text: "Hello." } as const;
    const usage = { inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1, reasoningTokens: 0 };
    const metered = {
      type: "usage",
      provider: "p",
      model: "m",
      usage,
      costUsd: 1,
      isAtMost: false,
      isCovered: false,
    } as const;
    const bodies: ExecutionEventBody[] = [message, message, metered, message];
    const { executionId } = await storeEnded(null, async ({ executionId: id }) => {
      const events = bodies.map((body, index) => ({ sourceNumber: index + 1, at: new Date(), body }));
      await stores.events.append({ executionId: id, writer: "w", events });
    });
    const typesOf = async () => {
      const listed = await stores.events.list({ executionId, afterNumber: 0, limit: 100 });
      return listed.map(({ body }) => body.type);
    };
    await stores.retained.deleteEvents({ endedBefore: new Date(Date.now() - 60_000), limit: 2 });
    expect(await typesOf()).toEqual(["message", "message", "usage", "message", "status"]);
    let rounds = 0;
    while (!(await stores.retained.deleteEvents({ endedBefore: after(), limit: 2 })).isDone) {
      rounds += 1;
    }
    expect(rounds).toBeGreaterThan(1);
    expect(await typesOf()).toEqual(["usage", "status"]);
    expect((await getExecution(executionId)).logRemovedAt).toBeInstanceOf(Date);
  });

  test("changes go, but for the newest of each task, after which numbers and positions go on", async () => {
    const { task } = await stores.storeTask();
    const numbers = async () =>
      (await stores.changes.list({ taskId: task.id, afterNumber: 0, limit: 100 })).map(({ number }) => number);
    await stores.messages.add(task.id, "one", OWNER);
    await stores.retained.deleteChanges({ before: new Date(Date.now() - 60_000), limit: 2 });
    expect(await numbers()).toEqual([1, 2, 3]);
    const position = await stores.changes.newestPosition();
    let total = 0;
    for (let isDone = false; !isDone; ) {
      const deleted = await stores.retained.deleteChanges({ before: after(), limit: 1 });
      total += deleted.count;
      isDone = deleted.isDone;
    }
    expect(total).toBeGreaterThan(1);
    expect(await numbers()).toEqual([3]);
    await stores.messages.add(task.id, "two", OWNER);
    expect(await numbers()).toEqual([3, 4]);
    expect(await stores.changes.newestPosition()).toBeGreaterThan(position);
  });
}
