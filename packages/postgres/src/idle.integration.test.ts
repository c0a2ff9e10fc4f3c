import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "./database.ts";
import { postgresExecutionQueue } from "./stores/executions/execution-queue.ts";
import { postgresGrantStore } from "./stores/executions/grant-store.ts";
import { forwardChanges } from "./stores/notifications/forward-changes.ts";
import { postgresOutboxStore } from "./stores/notifications/outbox-store.ts";
import { testDatabase } from "./testing/test-database.ts";

let db: Database;
const asked: string[] = [];

beforeAll(async () => {
  db = await testDatabase();
  db.pool.on("connect", (client) => {
    const ask = client.query.bind(client) as (...args: unknown[]) => unknown;
    const note = (...args: unknown[]) => {
      asked.push(JSON.stringify(args[0]));
      return ask(...args);
    };
    Object.assign(client, { query: note });
  });
});
afterAll(() => db?.close());

const claim = { workerId: "w", environmentNamespace: "local", places: 4, leaseSeconds: 15 };

/** Each round trip wakes two processes, every few seconds for as long as an idle machine is on. */
test.each<[string, () => Promise<unknown>]>([
  ["executions", () => postgresExecutionQueue(db).claimNext(claim)],
  ["the feed", () => forwardChanges(db)],
  ["the outbox", () => postgresOutboxStore(db).claimNext({ kinds: ["notification"], leaseSeconds: 60 })],
  ["live grants", () => postgresGrantStore(db).listExecutions()],
])("to find that %s have nothing to do takes one question", async (_, look) => {
  asked.length = 0;
  await look();
  expect(asked).toHaveLength(1);
});
