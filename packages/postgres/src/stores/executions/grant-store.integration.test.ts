import { type GrantHolder, type GrantStore, type Lease, type PlannedGrant, StageKind } from "@catalyst/core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Database } from "../../database.ts";
import { eq, sql } from "../../drizzle.ts";
import { agentExecutions, agentGrants } from "../../schema/executions.ts";
import { hashOf, storeTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresExecutionStore } from "./execution-store.ts";
import { postgresGrantStore } from "./grant-store.ts";

const FAILED = { state: "failed", failureReason: "agent_failed", errorMessage: null, result: null } as const;

let db: Database;
let grants: GrantStore;
beforeAll(async () => {
  db = await testDatabase();
  grants = postgresGrantStore(db);
});
afterAll(() => db?.close());

/** An execution that a worker holds, with grants of both holders for each of the stages with these numbers. */
async function prepare(...stageNumbers: number[]) {
  const { task, executionId } = await storeTask(db);
  const lease = await postgresExecutionStore(db).claim({ executionId, workerId: "w", leaseSeconds: 60 });
  const llm = { provider: "anthropic", credentialId: crypto.randomUUID() } as const;
  const fixed = {
    ...{ executionId, taskId: task.id, llm, repoId: task.repoId, branch: task.branch },
    ...{ secrets: ["NPM_TOKEN"], maskedSecrets: ["NPM_TOKEN", "PIP_TOKEN"] },
    ...{ allowedHosts: [], allowedFeatures: [], modelPrices: [], seconds: 60 },
  };
  const planned = stageNumbers.flatMap((stageNumber) =>
    (["runner", "agent"] as const).map(
      (holder): PlannedGrant => ({ ...fixed, holder, stageNumber, stage: StageKind.options[stageNumber] ?? "agent" }),
    ),
  );
  return { lease: lease as Lease, planned, executionId };
}

const hashes = (token: string): Record<GrantHolder, string> => ({
  runner: hashOf(`${token} runner`),
  agent: hashOf(`${token} agent`),
});

/** Who holds a live grant by this token. */
async function holdersOf(token: string): Promise<(GrantHolder | undefined)[]> {
  const { runner, agent } = hashes(token);
  return (await Promise.all([runner, agent].map((hash) => grants.findLive(hash)))).map((grant) => grant?.holder);
}

const begin = (executionId: string, stageNumber: number, token: string) =>
  grants.begin({ executionId, stageNumber, tokenHashes: hashes(`${executionId} ${token}`) });

async function takeOver({ executionId }: Lease): Promise<Lease> {
  await db.drizzle
    .update(agentExecutions)
    .set({ leaseExpiresAt: sql`now()` })
    .where(eq(agentExecutions.id, executionId));
  const claim = { executionId, workerId: "other", leaseSeconds: 60 };
  return (await postgresExecutionStore(db).claim(claim)) as Lease;
}

test("a stage's grants are found by their tokens once it begins, as they were planned", async () => {
  const { lease, planned, executionId } = await prepare(2);
  await grants.plan(lease, planned);
  expect(await begin(executionId, 2, "a")).toEqual({ taskId: planned[0]?.taskId });
  const { agent } = hashes(`${executionId} a`);
  const expiresAt = expect.any(Date);
  expect(await grants.findLive(agent)).toEqual({
    ...planned[1],
    agentType: "claude-code",
    tokenHash: agent,
    expiresAt,
    endedAt: null,
    ...{ pod: null, isUsed: false },
  });
  expect(await holdersOf(`${executionId} a`)).toEqual(["runner", "agent"]);
  expect(await grants.findLive(hashOf("another token"))).toBeNull();
});

test("its time counts from when the stage begins, however long that was waited for", async () => {
  const { lease, planned, executionId } = await prepare(2);
  await grants.plan(lease, planned);
  // Planned long ago by the database's clock: nothing of it remembers when.
  const before = (await db.pool.query("select now() as now")).rows[0].now as Date;
  await begin(executionId, 2, "a");
  const grant = await grants.findLive(hashes(`${executionId} a`).agent);
  expect(grant?.expiresAt.getTime()).toBeGreaterThanOrEqual(before.getTime() + 60_000);
});

test("a worker that takes over and plans anew leaves a stage that has begun its token", async () => {
  const { lease, planned, executionId } = await prepare(1, 2, 3);
  await grants.plan(lease, planned);
  await begin(executionId, 1, "p");
  await begin(executionId, 2, "a");
  const changed = planned.map((grant) => ({ ...grant, secrets: ["OTHER"] }));
  await grants.plan(await takeOver(lease), changed);
  expect(await holdersOf(`${executionId} a`)).toEqual(["runner", "agent"]);
  // What is over stays so, and what is to come is as it was planned last.
  expect([await begin(executionId, 1, "p2"), await holdersOf(`${executionId} p`)]).toEqual([
    null,
    [undefined, undefined],
  ]);
  await begin(executionId, 3, "v");
  expect((await grants.findLive(hashes(`${executionId} v`).runner))?.secrets).toEqual(["OTHER"]);
});

test("a worker that was taken over can plan nothing", async () => {
  const { lease, planned, executionId } = await prepare(2);
  await grants.plan(await takeOver(lease), planned);
  await expect(grants.plan(lease, [])).rejects.toMatchObject({ code: "lease_lost" });
  expect(await begin(executionId, 2, "a")).not.toBeNull();
});

test("a stage that begins ends those before it, and none after it", async () => {
  const { lease, planned, executionId } = await prepare(0, 1, 2);
  await grants.plan(lease, planned);
  await begin(executionId, 0, "s");
  await begin(executionId, 1, "p");
  expect(await holdersOf(`${executionId} s`)).toEqual([undefined, undefined]);
  expect(await holdersOf(`${executionId} p`)).toEqual(["runner", "agent"]);
  expect(await begin(executionId, 2, "a")).not.toBeNull();
});

test("whoever begins a stage again, having got no answer, has its only tokens", async () => {
  const { lease, planned, executionId } = await prepare(2);
  await grants.plan(lease, planned);
  await Promise.all(Array.from({ length: 8 }, (_, n) => begin(executionId, 2, `t${n}`)));
  await begin(executionId, 2, "last");
  const live = await Promise.all(Array.from({ length: 8 }, (_, n) => holdersOf(`${executionId} t${n}`)));
  expect(live.flat().filter((holder) => holder !== undefined)).toEqual([]);
  expect(await holdersOf(`${executionId} last`)).toEqual(["runner", "agent"]);
});

test("a stage that nobody planned, and one of an execution that ended, don't begin", async () => {
  const { lease, planned, executionId } = await prepare(2);
  await grants.plan(lease, planned);
  expect(await begin(executionId, 5, "x")).toBeNull();
  expect(await begin(crypto.randomUUID(), 2, "x")).toBeNull();
  await postgresExecutionStore(db).end(lease, FAILED, {});
  expect(await begin(executionId, 2, "a")).toBeNull();
});

test("a grant is dead once it expired by the database's clock", async () => {
  const { lease, planned, executionId } = await prepare(2);
  await grants.plan(lease, planned);
  await begin(executionId, 2, "a");
  await db.drizzle.update(agentGrants).set({ expiresAt: sql`now()` }).where(eq(agentGrants.executionId, executionId));
  expect(await holdersOf(`${executionId} a`)).toEqual([undefined, undefined]);
});

test("an execution is listed once while a stage of it runs or is to come", async () => {
  const { lease, planned, executionId } = await prepare(1, 2);
  const isListed = async () => (await grants.listExecutions()).filter((id) => id === executionId).length;
  await grants.plan(lease, planned);
  expect(await isListed()).toBe(1);
  await begin(executionId, 1, "p");
  await begin(executionId, 2, "a");
  expect(await isListed()).toBe(1);
  await postgresExecutionStore(db).end(lease, FAILED, {});
  expect(await isListed()).toBe(0);
});

test("who watches is told of what is planned, in any process", async () => {
  const { lease, planned } = await prepare(2);
  const onChange = vi.fn();
  const stop = await grants.watch(onChange);
  await grants.plan(lease, planned);
  await expect.poll(() => onChange).toHaveBeenCalledTimes(1);
  await stop();
  await grants.plan(lease, planned);
  expect(onChange).toHaveBeenCalledTimes(1);
});
