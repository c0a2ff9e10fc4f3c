import { randomUUID } from "node:crypto";
import { type GitHubApp, sealAppPart } from "@catalyst/core/forge";
import { createTestKeys } from "@catalyst/core/testing";
import { type Database, postgresGitHubAppStore, postgresGitHubDeliveryStore } from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import pino from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startHearing } from "./start-hearing.ts";
import type { DecideDelivery } from "./take-delivery.ts";

const MINUTE = 60_000;

let db: Database;
let stop: AbortController;
let ends: (() => Promise<void>)[];
let app: GitHubApp;
beforeEach(async () => {
  db = await testDatabase();
  stop = new AbortController();
  ends = [];
  const identity = { id: randomUUID(), host: "github.com", appId: 7 };
  const { sealing } = createTestKeys();
  app = {
    ...identity,
    ...{
      slug: "catalyst",
      botUserId: null,
      clientId: null,
      formerSecrets: [],
      machineUsers: [],
      watched: null,
      createdAt: new Date(),
    },
    privateKey: sealAppPart(identity, { part: "privateKey", text: "key" }, sealing),
    webhookSecret: sealAppPart(identity, { part: "webhookSecret", text: "secret" }, sealing),
  };
  await postgresGitHubAppStore(db).insert(app);
});
afterEach(async () => {
  stop.abort();
  await Promise.all(ends.map((end) => end()));
  await db.close();
});

async function hear(decide: DecideDelivery): Promise<void> {
  const log = pino({ level: "silent" });
  ends.push(await startHearing({ db, decide, noteSettled: () => undefined, log, signal: stop.signal }));
}

const add = (payload: object) =>
  postgresGitHubDeliveryStore(db).add([
    { appId: app.id, guid: randomUUID(), event: "issues", body: Buffer.from(JSON.stringify(payload)) },
  ]);

async function states(): Promise<unknown[]> {
  const { rows } = await db.pool.query("select state, decision, reason from github_deliveries order by number");
  return rows;
}

test("what waits when a worker starts, and what comes later, is decided by one of all workers", async () => {
  const heard: unknown[] = [];
  const decide: DecideDelivery = async ({ payload }) => {
    heard.push(payload.number);
    return { decision: "ignored", reason: "no rule" };
  };
  await add({ number: 0 });
  await hear(decide);
  await hear(decide);
  const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
  await Promise.all(numbers.map((number) => add({ number })));
  const ignored = { state: "ignored", decision: "ignored", reason: "no rule" };
  await expect.poll(states, { timeout: MINUTE }).toEqual([0, ...numbers].map(() => ignored));
  expect(heard.toSorted((a, b) => Number(a) - Number(b))).toEqual([0, ...numbers]);
});

test("deliveries that are never decided leave places for others", async () => {
  await hear(async ({ payload }, signal) => {
    if (payload.isSlow === true) {
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    }
    return { decision: "task", reason: "assigned" };
  });
  for (let count = 0; count < 3; count++) {
    await add({ isSlow: true });
  }
  for (let count = 0; count < 5; count++) {
    await add({});
  }
  const decided = async () => (await states()).filter((row) => (row as { state: string }).state === "decided").length;
  await expect.poll(decided, { timeout: MINUTE }).toBe(5);
});
