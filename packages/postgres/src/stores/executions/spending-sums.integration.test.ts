import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { GATEWAY_LEASE_SECONDS, LONGEST_RESERVATION_SECONDS } from "@catalyst/core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Database } from "../../database.ts";
import { MIGRATIONS_FOLDER } from "../../migrate-database.ts";
import { storeTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresBudgetStore } from "./budget-store.ts";

vi.setConfig({ testTimeout: 180_000 });

const GATEWAYS = [randomUUID(), randomUUID()] as const;

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

const Amount = fc.record({
  usd: fc.double({ min: 0, max: 100, noNaN: true }),
  tokens: fc.integer({ min: 0, max: 5_000_000 }),
});
const Which = fc.nat({ max: 30 });
const Deed = fc.oneof(
  fc.record({
    kind: fc.constant("reserve" as const),
    execution: fc.nat({ max: 2 }),
    gateway: fc.nat({ max: 1 }),
    amount: Amount,
  }),
  fc.record({ kind: fc.constant("settle" as const), which: Which, amount: Amount }),
  fc.record({ kind: fc.constant("lose" as const), which: Which }),
  fc.record({ kind: fc.constant("age" as const), which: Which, minutes: fc.integer({ min: 1, max: 26 * 60 }) }),
  fc.record({ kind: fc.constant("enter" as const), gateway: fc.nat({ max: 1 }) }),
);
type Deed = typeof Deed extends fc.Arbitrary<infer One> ? One : never;

interface Open {
  id: string;
  executionId: string;
  gatewayId: string;
}

async function act(deed: Deed, executions: readonly string[], open: Open[]): Promise<void> {
  const budgets = postgresBudgetStore(db);
  if (deed.kind === "enter") {
    return budgets.enter(GATEWAYS[deed.gateway] as string);
  }
  if (deed.kind === "reserve") {
    const request = { executionId: executions[deed.execution] as string, gatewayId: GATEWAYS[deed.gateway] as string };
    const reservation = await budgets.reserve({ ...request, estimate: deed.amount, credential: null });
    open.push({ ...request, id: reservation.kind === "granted" ? reservation.id : "" });
    return;
  }
  const one = open[deed.which % Math.max(1, open.length)];
  if (one === undefined) {
    return;
  }
  if (deed.kind === "settle") {
    const { id: reservationId, ...of } = one;
    await budgets.settle({ reservationId, ...of, spent: deed.amount, usage: null });
  } else if (deed.kind === "lose") {
    await db.pool.query("delete from agent_spendings where id = $1", [one.id]);
  } else {
    const age = "update agent_spendings set at = at - make_interval(mins => $2) where id = $1";
    await db.pool.query(age, [one.id, deed.minutes]);
  }
}

/** Added up row by row, as whoever reads the sums would have to without them. */
const ROWS = `
  select coalesce(sum(usd) filter (where not is_open), 0) as usd, coalesce(sum(tokens) filter (where not is_open), 0)::float8 as tokens,
    coalesce(sum(usd) filter (where is_open), 0) as reserved
  from (select usd, tokens, not is_settled and at > now() - make_interval(secs => $4) and exists (select from gateways g
      where g.id = gateway_id and g.seen_at > now() - make_interval(secs => $3)) as is_open
    from agent_spendings
    where case $1 when 'execution' then execution_id = $2 when 'task' then task_id = $2
      else project_id = $2 and ($1 = 'project' or at > now() - interval '24 hours') end) as of_scope`;

test("whatever is reserved, settled, lost, aged or taken over: the sums are what the rows come to", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Deed, { maxLength: 40 }), async (deeds) => {
      const tasks = [await storeTask(db), await storeTask(db), await storeTask(db)];
      const executions = tasks.map(({ executionId }) => executionId);
      const open: Open[] = [];
      for (const deed of deeds) {
        await act(deed, executions, open);
      }
      const { rows } = await db.pool.query<{ project: string }>(
        "select r.project_id as project from agent_tasks t join repos r on r.id = t.repo_id where t.id = $1",
        [tasks[0]?.task.id],
      );
      const project = rows[0]?.project;
      for (const { executionId, task } of tasks) {
        const limits = [GATEWAY_LEASE_SECONDS, LONGEST_RESERVATION_SECONDS];
        const places = { execution: executionId, task: task.id, project, day: project };
        const sums = "select spendings_of($1::text[], $2, $3, $4, $5, $6) as sums";
        const found = await db.pool.query(sums, [Object.keys(places), executionId, task.id, project, ...limits]);
        for (const [scope, of] of Object.entries(places)) {
          const [added] = (await db.pool.query(ROWS, [scope, of, ...limits])).rows;
          const { usd, tokens } = found.rows[0].sums[scope];
          expect(tokens.spent).toBe(added.tokens);
          expect(usd.spent).toBeCloseTo(added.usd, 6);
          expect(usd.reserved).toBeCloseTo(added.reserved, 6);
        }
      }
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

test("the migration sums up what was spent before it", async () => {
  const { executionId } = await storeTask(db);
  const spent = { usd: 0.1, tokens: 7 };
  const of = { executionId, gatewayId: GATEWAYS[0], usage: null };
  await postgresBudgetStore(db).settle({ reservationId: randomUUID(), ...of, spent });
  const list = "select of_id, since, usd, tokens from agent_spending_sums where tokens <> 0 order by 1, 2";
  const kept = (await db.pool.query(list)).rows;
  const migration = readFileSync(join(MIGRATIONS_FOLDER, "0029_spending_sums.sql"), "utf8");
  const sumUp = migration
    .split("--> statement-breakpoint")
    .find((one) => one.includes("INSERT INTO agent_spending_sums (of_id"));
  await db.pool.query("truncate agent_spending_sums");
  await db.pool.query(sumUp ?? "");
  expect((await db.pool.query(list)).rows).toEqual(kept);
  expect(kept.length).toBeGreaterThanOrEqual(4);
});
