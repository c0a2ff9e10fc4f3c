import { fromDrizzle, PgBoss } from "pg-boss";
import { z } from "zod";
import type { Database, Drizzle } from "./database.ts";
import { sql } from "./drizzle.ts";

const QUEUE = "advance-execution";
const Wakeup = z.object({ executionId: z.uuid() });

/** Wakes workers for executions. A wake-up may come twice or late: who owns an execution is decided by its lease. */
export interface Queue {
  /** Sends within the caller's transaction. */
  wake(transaction: Pick<Drizzle, "execute">, executionId: string): Promise<void>;
  /** Calls the handler soon after each wake-up. One that fails is tried again. */
  onExecutionReady(handler: (executionId: string) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

export async function postgresQueue(db: Database): Promise<Queue> {
  const boss = new PgBoss({
    ...db.connection,
    max: 2,
    schema: "pgboss",
    useListenNotify: true,
    schedule: false,
    openTelemetry: { enabled: false },
  });
  boss.on("error", () => undefined);
  await boss.start();
  await boss.createQueue(QUEUE, {
    notify: true,
    retryLimit: 5,
    retryDelay: 1,
    retryBackoff: true,
    expireInSeconds: 60,
    deleteAfterSeconds: 3600,
  });
  return {
    async wake(transaction, executionId) {
      await boss.send(QUEUE, { executionId }, { db: fromDrizzle(transaction, sql) });
    },
    async onExecutionReady(handler) {
      await boss.work(QUEUE, { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 5 }, async (jobs) => {
        for (const job of jobs) {
          await handler(Wakeup.parse(job.data).executionId);
        }
      });
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}
