import type { TaskChange, TaskStatus } from "@catalyst/core";
import { connectDatabase, postgresTaskChangeStore } from "@catalyst/postgres";
import type { TestHome } from "../start-catalyst.ts";

interface Watched {
  /** Resolves at the moment in which a task of the home comes to the state. */
  come: Promise<void>;
  close(): Promise<void>;
}

export async function watchForState(home: TestHome, state: TaskStatus): Promise<Watched> {
  const db = await connectDatabase({ home: home.path, databaseUrl: null });
  const changes = postgresTaskChangeStore(db);
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = async (taskId: string | null) => {
    const told = taskId === null ? [] : await changes.list({ taskId, afterNumber: 0, limit: 1000 });
    if (told.some(isAt(state))) {
      resolve();
    }
  };
  const stop = await changes.subscribe((taskId) => void look(taskId).catch(() => undefined));
  return {
    come: promise,
    async close() {
      stop();
      await db.close();
    },
  };
}

const isAt = (state: TaskStatus) => (change: TaskChange) =>
  (change.body.type === "created" && state === "pending") ||
  (change.body.type === "execution_moved" && change.body.state === state);
