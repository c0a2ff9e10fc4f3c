import type { Database, Drizzle } from "./database.ts";
import { sql } from "./drizzle.ts";

const CHANNEL = "execution_ready";

/** Wakes workers for executions. A wake-up may get lost or reach several: who owns an execution is decided by its lease. */
export interface WakeUps {
  /** Announces within the caller's transaction: nobody hears of one that is rolled back. */
  wake(transaction: Pick<Drizzle, "execute">, executionId: string): Promise<void>;
  /**
   * Calls the handler for each wake-up from now on; with null when some may have got lost, so that all that can be had must be
   * looked for. Returns how to stop.
   */
  listen(handler: (executionId: string | null) => void): Promise<() => void>;
}

export function postgresWakeUps({ listener }: Pick<Database, "listener">): WakeUps {
  return {
    async wake(transaction, executionId) {
      await transaction.execute(sql`select pg_notify(${CHANNEL}, ${executionId})`);
    },
    listen: (handler) => listener.listen(CHANNEL, handler),
  };
}
