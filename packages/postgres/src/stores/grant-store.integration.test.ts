import type { Grant, Lease } from "@catalyst/core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Database } from "../database.ts";
import { eq, sql } from "../drizzle.ts";
import { agentExecutions, agentGrants } from "../schema/executions.ts";
import { hashOf, storeTask } from "../testing/stored-task.ts";
import { testDatabase } from "../testing/test-database.ts";
import { postgresExecutionStore } from "./execution-store.ts";
import { postgresGrantStore } from "./grant-store.ts";

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

async function prepare(): Promise<{ lease: Lease; grant: (token: string) => Omit<Grant, "endedAt"> }> {
  const { task, executionId } = await storeTask(db);
  const lease = await postgresExecutionStore(db).claim({ executionId, workerId: "w", leaseSeconds: 60 });
  const llm = { provider: "anthropic", credentialId: crypto.randomUUID() } as const;
  const fixed = {
    executionId,
    taskId: task.id,
    llm,
    repoId: task.repoId,
    branch: task.branch,
    stage: "agent" as const,
    stageNumber: 1,
    holder: "agent" as const,
    secrets: ["NPM_TOKEN"],
    maskedSecrets: ["NPM_TOKEN", "PIP_TOKEN"],
    allowedHosts: [],
    allowedFeatures: [],
    modelPrices: [],
    expiresAt: new Date(Date.now() + 60_000),
  };
  return { lease: lease as Lease, grant: (token) => ({ ...fixed, tokenHash: hashOf(`${executionId} ${token}`) }) };
}

test("a live grant is found by the hash of its token, as it was issued", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  await grants.issue(grant("a"), lease.epoch);
  expect(await grants.findLive(grant("a").tokenHash)).toEqual({ ...grant("a"), endedAt: null });
  expect(await grants.findLive(hashOf("another token"))).toBeNull();
});

test("a new grant replaces the execution's old one", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  await grants.issue(grant("a"), lease.epoch);
  await grants.issue(grant("b"), lease.epoch);
  expect(await grants.findLive(grant("a").tokenHash)).toBeNull();
  expect(await grants.findLive(grant("b").tokenHash)).not.toBeNull();
});

test("the grants of earlier stages end and no others, and ending them twice is ending them once", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  await grants.issue({ ...grant("p"), stage: "prepare", stageNumber: 0, branch: null }, lease.epoch);
  await grants.issue(grant("a"), lease.epoch);
  await grants.issue({ ...grant("v"), stage: "verify", stageNumber: 2 }, lease.epoch);
  await grants.endEarlier({ executionId: lease.executionId, stageNumber: 1 });
  await grants.endEarlier({ executionId: lease.executionId, stageNumber: 1 });
  const live = await Promise.all(["p", "a", "v"].map((token) => grants.findLive(grant(token).tokenHash)));
  expect(live.map((one) => one?.stage)).toEqual([undefined, "agent", "verify"]);
});

test("runner and agent each have a live grant of a stage, which end together", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  await grants.issue(grant("a"), lease.epoch);
  await grants.issue({ ...grant("r"), holder: "runner" }, lease.epoch);
  const find = () => Promise.all(["a", "r"].map((token) => grants.findLive(grant(token).tokenHash)));
  expect((await find()).map((live) => live?.holder)).toEqual(["agent", "runner"]);
  await grants.endEarlier({ executionId: lease.executionId, stageNumber: 2 });
  expect(await find()).toEqual([null, null]);
});

test("grants that are issued at once leave one that is live", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  await Promise.all(Array.from({ length: 8 }, (_, n) => grants.issue(grant(`t${n}`), lease.epoch)));
  const found = await Promise.all(Array.from({ length: 8 }, (_, n) => grants.findLive(grant(`t${n}`).tokenHash)));
  expect(found.filter((live) => live !== null)).toHaveLength(1);
});

test("a worker that was taken over can't issue a grant, and the live one stays", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  await grants.issue(grant("a"), lease.epoch);
  await db.drizzle
    .update(agentExecutions)
    .set({ leaseExpiresAt: sql`now()` })
    .where(eq(agentExecutions.id, lease.executionId));
  await postgresExecutionStore(db).claim({ executionId: lease.executionId, workerId: "other", leaseSeconds: 60 });
  await expect(grants.issue(grant("b"), lease.epoch)).rejects.toMatchObject({ code: "lease_lost" });
  expect(await grants.findLive(grant("a").tokenHash)).not.toBeNull();
});

test("a grant is dead once it expired by the database's clock", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  await grants.issue(grant("a"), lease.epoch);
  await db.drizzle
    .update(agentGrants)
    .set({ expiresAt: sql`now()` })
    .where(eq(agentGrants.executionId, lease.executionId));
  expect(await grants.findLive(grant("a").tokenHash)).toBeNull();
});

test("an execution is listed once while any of its grants is live", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  const isListed = async () => (await grants.listExecutions()).filter((id) => id === lease.executionId).length;
  await grants.issue({ ...grant("p"), stage: "prepare", stageNumber: 0, branch: null }, lease.epoch);
  await grants.issue(grant("a"), lease.epoch);
  expect(await isListed()).toBe(1);
  await grants.endEarlier({ executionId: lease.executionId, stageNumber: 1 });
  expect(await isListed()).toBe(1);
  await grants.endEarlier({ executionId: lease.executionId, stageNumber: 2 });
  expect(await isListed()).toBe(0);
});

test("who watches is told of each grant that is issued, in any process", async () => {
  const { lease, grant } = await prepare();
  const grants = postgresGrantStore(db);
  const onChange = vi.fn();
  const stop = await grants.watch(onChange);
  await grants.issue(grant("a"), lease.epoch);
  await expect.poll(() => onChange).toHaveBeenCalledTimes(1);
  await stop();
  await grants.issue(grant("b"), lease.epoch);
  expect(onChange).toHaveBeenCalledTimes(1);
});
