import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connectDatabase } from "./connect-database.ts";
import type { Database } from "./database.ts";
import { postgresQueue, type Queue } from "./queue.ts";
import { serverProcessesIn } from "./server/server-processes.ts";

let home: string;
let db: Database;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-queue-"));
  db = await connectDatabase({ home, databaseUrl: null });
}, 60_000);
afterAll(async () => {
  await db?.close();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

function wake(queue: Queue, executionId = randomUUID()): Promise<string> {
  return db.drizzle.transaction(async (tx) => {
    await queue.wake(tx, executionId);
    return executionId;
  });
}

test("queues that start at once on a new database all start", async () => {
  const queues = await Promise.all([1, 2, 3].map(() => postgresQueue(db)));
  await Promise.all(queues.map((queue) => queue.stop()));
});

test("a wake-up reaches one of the workers within 300 ms, and one that was sent before they came too", async () => {
  const [sender, one, two] = (await Promise.all([1, 2, 3].map(() => postgresQueue(db)))) as [Queue, Queue, Queue];
  const woken: string[] = [];
  const early = await wake(sender);
  await one.onExecutionReady(async (executionId) => void woken.push(executionId));
  await two.onExecutionReady(async (executionId) => void woken.push(executionId));
  await vi.waitFor(() => expect(woken).toEqual([early]), { timeout: 3000, interval: 5 });
  const sent = [await wake(sender), await wake(sender)];
  await vi.waitFor(() => expect(woken.toSorted()).toEqual([early, ...sent].toSorted()), { timeout: 300, interval: 5 });
  await Promise.all([sender, one, two].map((queue) => queue.stop()));
});

test("a wake-up whose transaction is rolled back never comes", async () => {
  const queue = await postgresQueue(db);
  const woken: string[] = [];
  await queue.onExecutionReady(async (executionId) => void woken.push(executionId));
  const rolledBack = db.drizzle.transaction(async (tx) => {
    await queue.wake(tx, randomUUID());
    tx.rollback();
  });
  await expect(rolledBack).rejects.toThrow();
  const kept = await wake(queue);
  await vi.waitFor(() => expect(woken).toEqual([kept]));
  await queue.stop();
});

test("a handler that fails is called again", { timeout: 15_000 }, async () => {
  const queue = await postgresQueue(db);
  const woken: string[] = [];
  await queue.onExecutionReady(async (executionId) => {
    woken.push(executionId);
    if (woken.length === 1) {
      throw new Error("the first time it fails");
    }
  });
  const executionId = await wake(queue);
  await vi.waitFor(() => expect(woken).toEqual([executionId, executionId]), { timeout: 10_000 });
  await queue.stop();
});

test("the queue works on after the server was killed", { timeout: 60_000 }, async () => {
  const queue = await postgresQueue(db);
  const woken: string[] = [];
  await queue.onExecutionReady(async (executionId) => void woken.push(executionId));
  for (const pid of serverProcessesIn(join(home, "postgres", "data"))) {
    process.kill(pid, "SIGKILL");
  }
  const executionId = randomUUID();
  await vi.waitFor(() => wake(queue, executionId), { timeout: 20_000 });
  await vi.waitFor(() => expect(woken).toContain(executionId), { timeout: 20_000 });
  await queue.stop();
});
