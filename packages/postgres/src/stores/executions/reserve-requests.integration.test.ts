import { randomUUID } from "node:crypto";
import { type AgentCredential, sealCredential } from "@catalyst/core";
import { createTestKeys } from "@catalyst/core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { agentConfigs } from "../../schema/accounts.ts";
import { gatewayKeys } from "../../schema/tasks.ts";
import { storeTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresCredentialStore } from "../accounts/credential-store.ts";
import { postgresSubscriptionStore } from "../accounts/subscription-store.ts";
import { postgresBudgetStore } from "./budget-store.ts";

const { sealing } = createTestKeys();
let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await db.drizzle.insert(gatewayKeys).values({ id: sealing.recipient.id });
});
afterAll(() => db?.close());

async function place() {
  const { task, executionId } = await storeTask(db);
  const owner = { userId: task.assignedBy, teamId: null, taskId: task.id };
  const identity = { id: randomUUID(), provider: "anthropic", ...owner, createdAt: new Date() } as const;
  const seal = () => sealCredential(identity, { key: `sk-${randomUUID()}`, baseUrl: null }, sealing);
  const credential = seal();
  await postgresCredentialStore(db).insert(credential);
  const reserve = async (asked: AgentCredential | null) => {
    const request = { executionId, gatewayId: randomUUID(), estimate: { usd: 1, tokens: 1 }, credential: asked };
    return (await postgresBudgetStore(db).reserve(request)).kind;
  };
  const looks = async (asked: AgentCredential) => {
    const budgets = postgresBudgetStore(db);
    // The first two are asked for alone, those that come meanwhile together.
    return Promise.all(Array.from({ length: 5 }, () => budgets.look({ executionId, credential: asked })));
  };
  return { credential, seal, reserve, looks, executionId };
}

const five = <Look>(look: Look): Look[] => Array<Look>(5).fill(look);

test("from the moment that a credential is another, nothing is reserved for what was opened before", async () => {
  const { credential, seal, reserve, looks } = await place();
  expect(await reserve(credential)).toBe("granted");
  expect(await looks(credential)).toEqual(five("free"));
  const other = seal();
  await postgresCredentialStore(db).replaceSealed(credential, other);
  expect([await reserve(credential), await reserve(other)]).toEqual(["credential_changed", "granted"]);
  expect([await looks(credential), await looks(other)]).toEqual([five("credential_changed"), five("free")]);
  await postgresSubscriptionStore(db).requireSignIn(credential.id, "the login is over.");
  expect(await reserve(other)).toBe("credential_changed");
  expect(await looks(other)).toEqual(five("credential_changed"));
});

test("nor once it is removed, and nothing is left of what was asked for", async () => {
  const { credential, reserve, looks, executionId } = await place();
  await postgresCredentialStore(db).delete(credential.id);
  expect(await reserve(credential)).toBe("credential_changed");
  expect(await looks(credential)).toEqual(five("credential_changed"));
  const stored = "select count(*)::int as count from agent_spendings where execution_id = $1";
  expect((await db.pool.query(stored, [executionId])).rows).toEqual([{ count: 0 }]);
});

test("where no limit holds nobody waits for a project's lock, and where one does they take turns", async () => {
  const { reserve, executionId } = await place();
  const { rows } = await db.pool.query<{ id: string }>(
    "select r.project_id as id from agent_executions e join agent_tasks t on t.id = e.task_id join repos r on r.id = t.repo_id where e.id = $1",
    [executionId],
  );
  const holder = await db.pool.connect();
  try {
    await holder.query("begin");
    await holder.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`budget ${rows[0]?.id}`]);
    expect(await reserve(null)).toBe("granted");
    await db.drizzle.update(agentConfigs).set({ budgets: { day: { usd: 100, tokens: null } } });
    let isReserved = false;
    const reserving = reserve(null).then((kind) => {
      isReserved = true;
      return kind;
    });
    const waiting =
      "select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted and database = $1";
    const [{ oid } = { oid: 0 }] = (
      await db.pool.query("select oid from pg_database where datname = current_database()")
    ).rows;
    await expect
      .poll(async () => (await db.pool.query(waiting, [oid])).rows, { timeout: 60_000 })
      .toEqual([{ count: 1 }]);
    expect(isReserved).toBe(false);
    await holder.query("commit");
    expect(await reserving).toBe("granted");
  } finally {
    holder.release();
  }
});

test("what is reserved within a limit is brought to the disk beside its request, and nothing else is", async () => {
  const { reserve } = await place();
  const names: unknown[] = [];
  const query = db.pool.query;
  db.pool.query = ((...args: Parameters<typeof query>) => {
    names.push((args[0] as { name?: string }).name);
    return query.apply(db.pool, args);
  }) as typeof query;
  try {
    await db.drizzle.update(agentConfigs).set({ budgets: {} });
    expect(await reserve(null)).toBe("granted");
    await db.drizzle.update(agentConfigs).set({ budgets: { day: { usd: 1, tokens: null } } });
    expect(await reserve(null)).not.toBe("granted");
    await db.drizzle.update(agentConfigs).set({ budgets: { day: { usd: 100, tokens: null } } });
    expect(await reserve(null)).toBe("granted");
    await expect.poll(() => names).toContain("flush_reservations");
  } finally {
    db.pool.query = query;
  }
  expect(names.filter(Boolean)).toEqual([
    "reserve_requests",
    "reserve_requests",
    "reserve_requests",
    "flush_reservations",
  ]);
});
