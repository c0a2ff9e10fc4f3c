import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { connectDatabase } from "./connect-database.ts";
import { type Database, openDatabase } from "./database.ts";
import { serverProcessesIn } from "./server/server-processes.ts";
import { postgresWakeUps } from "./wake-ups.ts";

const PATIENCE = { timeout: 180_000, interval: 5 };

let home: string;
let db: Database;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "catalyst-wake-ups-"));
  db = await connectDatabase({ home, databaseUrl: null });
});
afterAll(async () => {
  await db?.close();
  await rm(home, { recursive: true, force: true, maxRetries: 10 });
});

function wake(executionId: string = randomUUID()): Promise<string> {
  return db.drizzle.transaction(async (tx) => {
    await postgresWakeUps(db).wake(tx, executionId);
    return executionId;
  });
}

test("a wake-up reaches every worker that listens, in whatever process", async () => {
  const other = openDatabase(db.connection);
  const woken: (string | null)[][] = [[], []];
  const stops = await Promise.all(
    [db, other].map((one, index) => postgresWakeUps(one).listen((id) => woken[index]?.push(id))),
  );
  const sent = [await wake(), await wake()];
  await vi.waitFor(() => expect(woken).toEqual([sent, sent]), PATIENCE);
  for (const stop of stops) {
    stop();
  }
  await other.close();
});

test("a wake-up whose transaction is rolled back never comes", async () => {
  const woken: (string | null)[] = [];
  const stop = await postgresWakeUps(db).listen((id) => void woken.push(id));
  const rolledBack = db.drizzle.transaction(async (tx) => {
    await postgresWakeUps(db).wake(tx, randomUUID());
    tx.rollback();
  });
  await expect(rolledBack).rejects.toThrow();
  const kept = await wake();
  await vi.waitFor(() => expect(woken).toEqual([kept]), PATIENCE);
  stop();
});

test("who listens is told to look for what got lost when the server was killed, and hears of what comes then", {
  timeout: 180_000,
}, async () => {
  const woken: (string | null)[] = [];
  const stop = await postgresWakeUps(db).listen((id) => void woken.push(id));
  for (const pid of serverProcessesIn(join(home, "postgres", "data"))) {
    process.kill(pid, "SIGKILL");
  }
  await vi.waitFor(() => expect(woken).toContain(null), PATIENCE);
  const executionId = randomUUID();
  await vi.waitFor(() => wake(executionId), PATIENCE);
  await vi.waitFor(() => expect(woken).toContain(executionId), PATIENCE);
  stop();
});
