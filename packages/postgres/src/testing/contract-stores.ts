import { randomUUID } from "node:crypto";
import type { EventStore, ExecutionStore, GrantStore, MessageStore, SessionStore, TaskStore } from "@catalyst/core";
import {
  addRepo,
  createMemory,
  memoryEventStore,
  memoryExecutionStore,
  memoryGrantStore,
  memoryMessageStore,
  memorySessionStore,
  memoryTaskStore,
} from "@catalyst/core/testing";
import { eq, sql } from "drizzle-orm";
import { agentExecutions } from "../schema/executions.ts";
import { postgresEventStore } from "../stores/event-store.ts";
import { postgresExecutionStore } from "../stores/execution-store.ts";
import { postgresGrantStore } from "../stores/grant-store.ts";
import { postgresMessageStore } from "../stores/message-store.ts";
import { postgresSessionStore } from "../stores/session-store.ts";
import { postgresTaskStore } from "../stores/task-store.ts";
import { createTask, describeTask, type StoredTask, silentQueue, storeTask } from "./stored-task.ts";
import { testDatabase } from "./test-database.ts";

/** The stores of one implementation, on common data. */
export interface ContractStores {
  tasks: TaskStore;
  executions: ExecutionStore;
  events: EventStore;
  grants: GrantStore;
  messages: MessageStore;
  sessions: SessionStore;
  storeTask(dedupeKey?: string): Promise<StoredTask>;
  /** Lets the lease run out on the store's own clock, without waiting for it. */
  expireLease(executionId: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPostgresStores(): Promise<ContractStores> {
  const db = await testDatabase();
  return {
    tasks: postgresTaskStore(db, silentQueue),
    executions: postgresExecutionStore(db),
    events: postgresEventStore(db),
    grants: postgresGrantStore(db),
    messages: postgresMessageStore(db),
    sessions: postgresSessionStore(db),
    storeTask: (dedupeKey) => storeTask(db, { dedupeKey: dedupeKey ?? null }),
    async expireLease(executionId) {
      const leaseExpiresAt = sql`now() - interval '1 second'`;
      await db.drizzle.update(agentExecutions).set({ leaseExpiresAt }).where(eq(agentExecutions.id, executionId));
    },
    close: db.close,
  };
}

export async function openMemoryStores(): Promise<ContractStores> {
  const memory = createMemory();
  const repo = addRepo(memory);
  const assignedBy = randomUUID();
  const tasks = memoryTaskStore(memory);
  return {
    tasks,
    executions: memoryExecutionStore(memory),
    events: memoryEventStore(memory),
    grants: memoryGrantStore(memory),
    messages: memoryMessageStore(memory),
    sessions: memorySessionStore(memory),
    storeTask: (dedupeKey) =>
      createTask(tasks, { task: describeTask({ repoId: repo.id, assignedBy }), dedupeKey: dedupeKey ?? null }),
    async expireLease(executionId) {
      const execution = memory.executions.get(executionId);
      if (execution !== undefined) {
        memory.executions.set(executionId, { ...execution, leaseExpiresAt: new Date(memory.now().getTime() - 1000) });
      }
    },
    close: async () => undefined,
  };
}
