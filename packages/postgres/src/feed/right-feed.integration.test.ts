import type { Right } from "@catalyst/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../database.ts";
import { sql } from "../drizzle.ts";
import { testDatabase } from "../testing/index.ts";
import { postgresRightFeed, tellEnd } from "./right-feed.ts";

const SESSION = { kind: "session", id: "a:b c" } as const;
const KEY = { kind: "api_key", id: "0190" } as const;

let db: Database;
let told: (Right | null)[];

beforeAll(async () => {
  db = await testDatabase();
  await postgresRightFeed(db).watch((ended) => told.push(ended));
});

beforeEach(() => {
  told = [];
});

afterAll(() => db.close());

test("the end of a right is told to all who listen, as it was said", async () => {
  await postgresRightFeed(db).end(SESSION);
  await expect.poll(() => told).toEqual([SESSION]);
});

test("what ends in a transaction is told with its commit, and never without", async () => {
  const given = db.drizzle.transaction(async (transaction) => {
    await tellEnd(transaction, SESSION);
    throw new Error("taken back");
  });
  await expect(given).rejects.toThrow("taken back");
  await db.drizzle.transaction((transaction) => tellEnd(transaction, KEY));
  await expect.poll(() => told).toEqual([KEY]);
});

test("a kind that isn't known here means that any may have ended", async () => {
  await db.drizzle.execute(sql`select pg_notify('rights', 'badge:7')`);
  await expect.poll(() => told).toEqual([null]);
});
