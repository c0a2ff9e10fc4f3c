import { afterEach, beforeEach, expect, test } from "vitest";
import type { Database } from "../../database.ts";
import { testDatabase } from "../../testing/test-database.ts";
import { postgresGuessStore } from "./guess-store.ts";

let db: Database;
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(() => db.close());

const THREE = { tries: 3, everySeconds: 3600 };

test("of ten who try at the same time, as many may as there are tries, and the others are told when", async () => {
  const store = postgresGuessStore(db);
  const waits = await Promise.all(Array.from({ length: 10 }, () => store.take({ name: "ann", ...THREE })));
  expect(waits.filter((seconds) => seconds === 0)).toHaveLength(3);
  for (const seconds of waits.filter((each) => each !== 0)) {
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(3600);
  }
});

test("a try is there again after each pause, and all are for whoever knew it", async () => {
  const store = postgresGuessStore(db);
  const take = () => store.take({ name: "ann", ...THREE });
  const tries = async () =>
    [await take(), await take(), await take(), await take()].filter((wait) => wait === 0).length;
  expect(await tries()).toBe(3);
  await db.pool.query("update guesses set free_at = free_at - interval '1 hour'");
  expect(await tries()).toBe(1);
  await store.forget("ann");
  expect(await tries()).toBe(3);
  expect(await store.take({ name: "bea", ...THREE })).toBe(0);
});

test("what was typed as a name is nowhere", async () => {
  await postgresGuessStore(db).take({ name: "account:my-password", ...THREE });
  const { rows } = await db.pool.query("select name from guesses");
  expect(JSON.stringify(rows)).not.toContain("my-password");
});
