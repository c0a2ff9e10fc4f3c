import { setTimeout as wait } from "node:timers/promises";
import { judgeTask } from "@catalyst/core";
import { chooseFaults, LIVES, type Life, live, writes } from "@catalyst/core/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Database } from "./database.ts";
import { sql } from "./drizzle.ts";
import { postgresFactsReader } from "./stores/invariants/facts-reader.ts";
import { openPostgresWorld } from "./testing/open-postgres-world.ts";
import { storeTask } from "./testing/stored-task.ts";
import { testDatabase } from "./testing/test-database.ts";

/** Fewer than in memory: a life takes a good part of a second here. */
const ONE_OF = 33;
/** People are told how long it took, in seconds. */
const SLOW_MILLISECONDS = 2_000;
/** All of what may befall one life takes many minutes. */
const timeout = 3_600_000;

let db: Database;
let people = 0;
beforeAll(async () => {
  db = await testDatabase();
  await storeTask(db);
  // Numbers go on from the last: no other one in a picture is as large.
  await db.drizzle.execute(sql`update agent_tasks set number = 4000000`);
});
afterAll(() => db?.close());

async function liveHere(life: Life, fault: Parameters<typeof live>[2]) {
  people += 1;
  const world = await openPostgresWorld(db, `person-${people}`);
  const lived = await live(world, life, fault);
  const { facts } = await postgresFactsReader(db).tasks(lived.taskNumber - 1);
  const own = facts.filter(({ number }) => number === lived.taskNumber);
  return { ...lived, breaches: own.flatMap((task) => judgeTask(task, { graceSeconds: -1 })) };
}

test("a life comes to the same, however long it takes", async () => {
  const life = LIVES.find(({ name }) => name === "a plan that is approved") as Life;
  const turns = life.turns?.map((turn): typeof turn => async (...args) => {
    await wait(SLOW_MILLISECONDS);
    return turn(...args);
  });
  const { picture } = await liveHere(life, null);
  expect((await liveHere({ ...life, ...(turns && { turns }) }, null)).picture).toEqual(picture);
});

describe.each(LIVES.map((life, index) => ({ ...life, life, index })))("$name", ({ life, index }) => {
  test("comes to the same on PostgreSQL, whatever befalls its workers where they write", { timeout }, async () => {
    const { sees = (picture) => picture } = life;
    const { picture, calls, breaches } = await liveHere(life, null);
    expect(breaches).toEqual([]);
    const faults = chooseFaults(calls.filter(writes), { seed: index, oneOf: ONE_OF });
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      const lived = await liveHere(life, fault);
      const what = `${fault.kind} ${fault.at}`;
      expect(lived.isMet, what).toBe(true);
      expect(lived.breaches, what).toEqual([]);
      expect(sees(lived.picture), what).toEqual(sees(picture));
    }
  });
});
