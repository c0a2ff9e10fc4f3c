import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "./database.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { postgresBudgetStore } from "./stores/executions/budget-store.ts";
import { EARLIER_HOMES, readEarlierHome } from "./testing/earlier-homes.ts";
import { testDatabase } from "./testing/test-database.ts";

const WRITERS = 4;
const ROUNDS = 20;
const SPENT = { usd: 0.25, tokens: 50 };

let db: Database;
beforeEach(async () => {
  db = await testDatabase();
  await db.pool.query("drop schema drizzle cascade; drop schema public cascade; create schema public");
  await db.pool.query(await readEarlierHome(EARLIER_HOMES.at(-1) ?? ""));
});
afterEach(() => db?.close());

/** Spends until the signal as gateways do; what went wrong, and how often it spent. */
function startSpending(executionId: string, signal: AbortSignal) {
  const budgets = postgresBudgetStore(db);
  const of = { executionId, gatewayId: randomUUID() };
  const spender = { spent: 0, errors: [] as unknown[], over: Promise.resolve() };
  const spend = async () => {
    const reservation = await budgets.reserve({ ...of, estimate: SPENT, credential: null });
    if (reservation.kind !== "granted") {
      throw new Error(`It was ${reservation.kind}.`);
    }
    await budgets.settle({ ...of, reservationId: reservation.id, spent: SPENT, usage: null });
    spender.spent += 1;
  };
  spender.over = (async () => {
    while (!signal.aborted && spender.errors.length === 0) {
      await spend().catch((error: unknown) => spender.errors.push(error));
    }
  })();
  return spender;
}

const SETTLED =
  "select coalesce(sum(tokens), 0)::int as tokens from agent_spendings where is_settled and execution_id = $1";
const SUMS = "select tokens::int as tokens from agent_spending_sums where of_id = $1 and since = '-infinity'";

test("what changed since the last kept home comes while gateways spend: nobody meets an error, and all of it is summed up", async () => {
  const { rows } = await db.pool.query<{ id: string }>("select id from agent_executions limit 1");
  const executionId = rows[0]?.id ?? "";
  const before = (await db.pool.query(SETTLED, [executionId])).rows[0].tokens;
  const over = new AbortController();
  const spenders = Array.from({ length: WRITERS }, () => startSpending(executionId, over.signal));
  const spent = () => spenders.reduce((sum, one) => sum + one.spent, 0);
  const further = async () => {
    const from = spent();
    const isDone = () => spent() >= from + ROUNDS || spenders.some(({ errors }) => errors.length > 0);
    await expect.poll(isDone).toBe(true);
  };
  await further();
  await migrateDatabase(db.connection);
  await further();
  over.abort();
  await Promise.all(spenders.map((one) => one.over));
  expect(spenders.flatMap(({ errors }) => errors)).toEqual([]);
  const tokens = before + spent() * SPENT.tokens;
  expect((await db.pool.query(SETTLED, [executionId])).rows).toEqual([{ tokens }]);
  expect((await db.pool.query(SUMS, [executionId])).rows).toEqual([{ tokens }]);
});
