import { type AgentExecution, type AgentTask, type NewTask, personOf, type TaskResult } from "@catalyst/core";
import {
  addRepo,
  createMemory,
  memoryTaskStore,
  memoryTriggerLog,
  memoryTriggerStore,
  OWNER,
} from "@catalyst/core/testing";
import type { TriggerLog, TriggerStore } from "@catalyst/core/trigger";
import type { Database } from "../database.ts";
import { agentExecutions } from "../schema/executions.ts";
import { postgresTaskStore } from "../stores/tasks/task-store.ts";
import { postgresTriggerLog } from "../stores/triggers/trigger-log.ts";
import { postgresTriggerStore } from "../stores/triggers/trigger-store.ts";
import { describeTask, newExecution, newTask, testProject } from "./stored-task.ts";
import { testDatabase } from "./test-database.ts";

/** The store of triggers of one implementation, with a repository that they are of. */
export interface TriggerStores {
  triggers: TriggerStore;
  log: TriggerLog;
  /** Of the repository. */
  projects: readonly string[];
  repoId: string;
  storeTask(change: Partial<NewTask>): Promise<AgentTask>;
  /** One more turn of the task, which left this; null: it goes on. */
  storeTurn(task: AgentTask, result: TaskResult | null): Promise<void>;
  close(): Promise<void>;
}

export async function openPostgresTriggers(): Promise<TriggerStores & { db: Database }> {
  const db = await testDatabase();
  const tasks = postgresTaskStore(db);
  const store = async (change: Partial<NewTask>) => {
    const task = await newTask(db, change);
    return (await tasks.create({ task, executions: [], credentials: [], dedupeKey: null, actor: OWNER })).task;
  };
  const { repoId } = await newTask(db);
  const storeTurn = async (task: AgentTask, result: TaskResult | null) => {
    await db.drizzle.insert(agentExecutions).values({ ...newExecution(task), result });
  };
  return {
    ...{ db, triggers: postgresTriggerStore(db), log: postgresTriggerLog(db), projects: [await testProject(db)] },
    ...{ repoId, storeTask: store, storeTurn, close: db.close },
  };
}

export async function openMemoryTriggers(): Promise<TriggerStores> {
  const memory = createMemory();
  const tasks = memoryTaskStore(memory);
  const { id: repoId, projectId } = addRepo(memory);
  return {
    ...{ triggers: memoryTriggerStore(memory), log: memoryTriggerLog(memory), projects: [projectId], repoId },
    async storeTask(change) {
      const task = { ...describeTask({ repoId, assignedBy: personOf(OWNER) ?? "" }), ...change };
      return (await tasks.create({ task, executions: [], credentials: [], dedupeKey: null, actor: OWNER })).task;
    },
    async storeTurn(task, result) {
      const execution = { ...newExecution(task), result } as AgentExecution;
      memory.executions.set(execution.id, execution);
    },
    close: async () => undefined,
  };
}
