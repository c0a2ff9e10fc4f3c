import { randomUUID } from "node:crypto";
import { judgeTask } from "@catalyst/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { storeTask } from "../../testing/stored-task.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresBudgetStore } from "../executions/budget-store.ts";
import { postgresEventStore } from "../executions/event-store.ts";
import { postgresExecutionStore } from "../executions/execution-store.ts";
import { postgresFactsReader } from "./facts-reader.ts";

const NO_PATIENCE = { graceSeconds: -1 };
const LOG = { type: "log", stream: "system", text: "x" } as const;
let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db?.close());

/** A task whose execution did something and has failed. */
async function endedTask() {
  const { task, executionId } = await storeTask(db);
  const executions = postgresExecutionStore(db);
  const lease = await executions.claim({ executionId, workerId: "w", leaseSeconds: 60 });
  if (lease === null) {
    throw new Error("not claimed");
  }
  await postgresEventStore(db).record({ executionId, source: "worker", body: LOG });
  const of = { executionId, gatewayId: randomUUID() };
  const tokens = { inputTokens: 3, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 4, reasoningTokens: 0 };
  const usage = { type: "usage", provider: "openai", model: "m", usage: tokens, costUsd: 1 } as const;
  await postgresBudgetStore(db).settle({
    ...{ ...of, reservationId: randomUUID(), spent: { usd: 1, tokens: 7 } },
    usage: { ...usage, isAtMost: false, isCovered: false },
  });
  const end = { state: "failed", failureReason: "agent_failed", errorMessage: null, result: null } as const;
  await executions.end(lease, end, {});
  return { number: task.number, executionId, taskId: task.id };
}

async function judgeOf(number: number) {
  const { facts } = await postgresFactsReader(db).tasks(number - 1);
  return facts.filter((task) => task.number === number).flatMap((task) => judgeTask(task, NO_PATIENCE));
}

test("a task that ended as it is to be breaks nothing, and what is known of it is counted", async () => {
  const { number, executionId } = await endedTask();
  expect(await judgeOf(number)).toEqual([]);
  const { facts } = await postgresFactsReader(db).tasks(number - 1);
  const known = { id: executionId, hasEnded: true, spentTokens: 7, toldTokens: 7, liveGrants: 0 };
  expect(facts.find((task) => task.number === number)).toMatchObject({ status: "failed", executions: [known] });
});

test.each([
  ["task_goes_on", "update agent_tasks set status = 'running' where id = $1"],
  ["task_goes_on", "update agent_executions set ended_at = null where task_id = $1"],
  ["changes_in_a_row", "delete from task_changes where task_id = $1 and number = 1"],
  [
    "events_in_a_row",
    "delete from agent_events where number = 1 and execution_id in (select id from agent_executions where task_id = $1)",
  ],
  ["events_in_a_row", "update agent_executions set last_event_number = last_event_number + 1 where task_id = $1"],
  ["spending_told", "delete from agent_spendings where task_id = $1"],
  [
    "grants_end",
    `insert into agent_grants (execution_id, task_id, token_hash, repo_id, holder, seconds, expires_at)
     select e.id, t.id, md5(e.id::text), t.repo_id, 'agent', 60, now() + interval '1 minute'
     from agent_tasks t join agent_executions e on e.task_id = t.id where t.id = $1`,
  ],
])("%s is found where it is broken, %#", async (invariant, statement) => {
  const { number, taskId } = await endedTask();
  await db.pool.query(statement, [taskId]);
  expect((await judgeOf(number)).map((breach) => breach.invariant)).toEqual([invariant]);
});

test("tasks are read a page at a time, each once", async () => {
  for (let count = 0; count < 25; count++) {
    await storeTask(db);
  }
  const numbers: number[] = [];
  let pages = 0;
  for (let after: number | null = 0; after !== null; pages++) {
    const page = await postgresFactsReader(db).tasks(after);
    numbers.push(...page.facts.map(({ number }) => number));
    after = page.next;
  }
  expect(pages).toBeGreaterThan(1);
  expect(new Set(numbers).size).toBe(numbers.length);
  const { rows } = await db.pool.query("select count(*)::int as count from agent_tasks");
  expect(rows).toEqual([{ count: numbers.length }]);
});

test("what is due and nobody is at is overdue; what is leased, or due later, is not", async () => {
  const add = `insert into outbox (key, kind, lane, payload, expires_at, due_at, leased_until)
    values ($1, 'mail', 'l', '{}', now() + interval '1 day', now() + $2::interval, now() + $3::interval)`;
  await db.pool.query(add, ["late", "-1 hour", null]);
  await db.pool.query(add, ["tried", "-1 hour", "1 minute"]);
  await db.pool.query(add, ["later", "1 hour", null]);
  expect(await postgresFactsReader(db).overdue()).toEqual([
    { what: "outbox", key: "mail late", overdueSeconds: expect.closeTo(3600, -2) },
  ]);
});

test("what a name begins says for how long its execution has ended, and nothing of one that isn't there", async () => {
  const [ended, running] = [await endedTask(), await storeTask(db)];
  await db.pool.query("update agent_executions set ended_at = now() - interval '100 seconds' where id = $1", [
    ended.executionId,
  ]);
  const names = [ended.executionId.slice(0, 8), running.executionId, randomUUID()];
  const found = await postgresFactsReader(db).endedSeconds(names);
  expect([...found.keys()].toSorted()).toEqual(names.slice(0, 2).toSorted());
  expect(found.get(running.executionId)).toBe(0);
  expect(found.get(names[0] ?? "")).toBeGreaterThanOrEqual(100);
});
