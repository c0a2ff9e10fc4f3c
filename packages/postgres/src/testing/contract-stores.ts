import { randomUUID } from "node:crypto";
import {
  type Budget,
  type BudgetStore,
  type EnvironmentJobStore,
  type EventStore,
  type ExecutionStore,
  type GrantStore,
  type LogSize,
  type MessageLimit,
  type MessageStore,
  type NewExecution,
  ProjectBudgets,
  type Repo,
  type RetentionStore,
  type SessionStore,
  type TaskChangeStore,
  TaskOptions,
  type TaskStore,
} from "@catalyst/core";
import type { StatusCommentStore } from "@catalyst/core/status-comment";
import {
  addExecution,
  addRepo,
  createMemory,
  memoryBudgetStore,
  memoryEnvironmentJobStore,
  memoryEventStore,
  memoryExecutionStore,
  memoryGrantStore,
  memoryMessageStore,
  memoryRetentionStore,
  memorySessionStore,
  memoryStatusCommentStore,
  memoryTaskChangeStore,
  memoryTaskStore,
} from "@catalyst/core/testing";
import type { z } from "zod";
import { eq, sql } from "../drizzle.ts";
import { changeTasks } from "../feed/change-tasks.ts";
import { executionAdded } from "../feed/execution-added.ts";
import { postgresTaskChangeStore } from "../feed/task-change-store.ts";
import { agentConfigs } from "../schema/accounts.ts";
import { agentExecutions, agentSpendings, environmentJobs, gateways } from "../schema/executions.ts";
import { agentTasks } from "../schema/tasks.ts";
import { postgresBudgetStore } from "../stores/executions/budget-store.ts";
import { postgresEnvironmentJobStore } from "../stores/executions/environment-job-store.ts";
import { postgresEventStore } from "../stores/executions/event-store.ts";
import { postgresExecutionStore } from "../stores/executions/execution-store.ts";
import { postgresGrantStore } from "../stores/executions/grant-store.ts";
import { postgresSessionStore } from "../stores/executions/session-store.ts";
import { postgresRetentionStore } from "../stores/retention/retention-store.ts";
import { postgresStatusCommentStore } from "../stores/status-comments/status-comment-store.ts";
import { postgresMessageStore } from "../stores/tasks/message-store.ts";
import { postgresTaskStore } from "../stores/tasks/task-store.ts";
import { createTask, describeTask, type StoredTask, storeTask, TEST_PLACE, testProject } from "./stored-task.ts";
import { testDatabase } from "./test-database.ts";

/** The stores of one implementation, on common data. */
export interface ContractStores {
  tasks: TaskStore;
  executions: ExecutionStore;
  events: EventStore;
  changes: TaskChangeStore;
  /** The same events, with a log that holds less. */
  eventsWithin(maxLog: LogSize): EventStore;
  grants: GrantStore;
  environmentJobs: EnvironmentJobStore;
  messages: MessageStore;
  /** The same messages, with tasks that have fewer. */
  messagesWithin(limit: MessageLimit): MessageStore;
  sessions: SessionStore;
  retained: RetentionStore;
  budgets: BudgetStore;
  statusComments: StatusCommentStore;
  storeTask(dedupeKey?: string): Promise<StoredTask>;
  /** The one that all tasks here belong to. */
  projects: readonly string[];
  /** The one that they all work on. */
  repo: Pick<Repo, "name" | "url">;
  /** One more beside those that a task has. */
  addExecution(execution: NewExecution): Promise<void>;
  /** Lets all jobs of the execution have been handed out so much longer ago. */
  ageHandOuts(executionId: string, seconds: number): Promise<void>;
  /** Lets the lease run out on the store's own clock, without waiting for it. */
  expireLease(executionId: string): Promise<void>;
  /** The budgets of the project that all tasks here belong to. */
  limitProject(budgets: z.input<typeof ProjectBudgets>): Promise<void>;
  limitTask(taskId: string, budget: Budget): Promise<void>;
  /** Lets everything that was reserved and spent be so long ago. */
  ageSpendings(seconds: number): Promise<void>;
  /** Lets every gateway have been heard of for the last time so much longer ago. */
  ageGateways(seconds: number): Promise<void>;
  close(): Promise<void>;
}

export async function openPostgresStores(): Promise<ContractStores> {
  const db = await testDatabase();
  return {
    tasks: postgresTaskStore(db),
    executions: postgresExecutionStore(db),
    events: postgresEventStore(db),
    changes: postgresTaskChangeStore(db),
    eventsWithin: (maxLog) => postgresEventStore(db, maxLog),
    grants: postgresGrantStore(db),
    environmentJobs: postgresEnvironmentJobStore(db),
    messages: postgresMessageStore(db),
    messagesWithin: (limit) => postgresMessageStore(db, limit),
    sessions: postgresSessionStore(db),
    retained: postgresRetentionStore(db),
    budgets: postgresBudgetStore(db),
    statusComments: postgresStatusCommentStore(db),
    projects: [await testProject(db)],
    repo: TEST_PLACE,
    storeTask: (dedupeKey) => storeTask(db, { dedupeKey: dedupeKey ?? null }),
    addExecution: (execution) =>
      changeTasks(db.drizzle, async (tx, note) => {
        await tx.insert(agentExecutions).values(execution);
        note(executionAdded(execution, null));
      }),
    async ageHandOuts(executionId, seconds) {
      await db.drizzle
        .update(environmentJobs)
        .set({ handedOutAt: sql`${environmentJobs.handedOutAt} - make_interval(secs => ${seconds})` })
        .where(eq(environmentJobs.executionId, executionId));
    },
    async expireLease(executionId) {
      const leaseExpiresAt = sql`now() - interval '1 second'`;
      await db.drizzle.update(agentExecutions).set({ leaseExpiresAt }).where(eq(agentExecutions.id, executionId));
    },
    async limitProject(budgets) {
      await db.drizzle.update(agentConfigs).set({ budgets: ProjectBudgets.parse(budgets) });
    },
    async limitTask(taskId, budget) {
      const options = TaskOptions.parse({ budget });
      await db.drizzle.update(agentTasks).set({ options }).where(eq(agentTasks.id, taskId));
    },
    async ageSpendings(seconds) {
      await db.drizzle
        .update(agentSpendings)
        .set({ at: sql`${agentSpendings.at} - make_interval(secs => ${seconds})` });
    },
    async ageGateways(seconds) {
      await db.drizzle.update(gateways).set({ seenAt: sql`${gateways.seenAt} - make_interval(secs => ${seconds})` });
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
    changes: memoryTaskChangeStore(memory),
    eventsWithin: (maxLog) => memoryEventStore(memory, maxLog),
    grants: memoryGrantStore(memory),
    environmentJobs: memoryEnvironmentJobStore(memory),
    messages: memoryMessageStore(memory),
    messagesWithin: (limit) => memoryMessageStore(memory, limit),
    sessions: memorySessionStore(memory),
    retained: memoryRetentionStore(memory),
    budgets: memoryBudgetStore(memory),
    statusComments: memoryStatusCommentStore(memory),
    projects: [repo.projectId],
    repo,
    storeTask: (dedupeKey) =>
      createTask(tasks, { task: describeTask({ repoId: repo.id, assignedBy }), dedupeKey: dedupeKey ?? null }),
    addExecution: async (execution) => addExecution(memory, execution, { actor: null }),
    async ageHandOuts(executionId, seconds) {
      for (const job of memory.environmentJobs.get(executionId) ?? []) {
        job.handedOutAt = job.handedOutAt && new Date(job.handedOutAt.getTime() - seconds * 1000);
      }
    },
    async expireLease(executionId) {
      const execution = memory.executions.get(executionId);
      if (execution !== undefined) {
        memory.executions.set(executionId, { ...execution, leaseExpiresAt: new Date(memory.now().getTime() - 1000) });
      }
    },
    async limitProject(budgets) {
      memory.budgets.set(repo.projectId, ProjectBudgets.parse(budgets));
    },
    async limitTask(taskId, budget) {
      const task = memory.tasks.get(taskId);
      if (task !== undefined) {
        memory.tasks.set(taskId, { ...task, options: { ...task.options, budget } });
      }
    },
    async ageSpendings(seconds) {
      const age = ({ at }: { at: Date }) => new Date(at.getTime() - seconds * 1000);
      memory.spendings = memory.spendings.map((one) => ({ ...one, at: age(one) }));
    },
    async ageGateways(seconds) {
      for (const [id, at] of memory.gateways) {
        memory.gateways.set(id, new Date(at.getTime() - seconds * 1000));
      }
    },
    close: async () => undefined,
  };
}
