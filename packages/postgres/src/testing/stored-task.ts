import { createHash, randomUUID } from "node:crypto";
import { type AgentTask, type NewExecution, type NewTask, TaskOptions, type TaskStore } from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import type { Database } from "../database.ts";
import { postgresRepoStore } from "../stores/repo-store.ts";
import { postgresTaskStore } from "../stores/task-store.ts";

export interface StoredTask {
  task: AgentTask;
  executionId: string;
  created: boolean;
}

/** A task in PostgreSQL with one execution. */
export async function storeTask(
  db: Database,
  { dedupeKey = null }: { dedupeKey?: string | null } = {},
): Promise<StoredTask> {
  return createTask(postgresTaskStore(db), { task: await newTask(db), dedupeKey });
}

export async function createTask(
  tasks: TaskStore,
  { task, dedupeKey }: { task: NewTask; dedupeKey: string | null },
): Promise<StoredTask> {
  const executionId = randomUUID();
  const executions = [newExecution(task, executionId)];
  return { ...(await tasks.create({ task, executions, credentials: [], dedupeKey, actor: OWNER })), executionId };
}

export function newExecution({ id: taskId, agentType, model }: NewTask, id: string = randomUUID()): NewExecution {
  const fresh = { purpose: "work", continuesId: null } as const;
  return { id, taskId, environmentNamespace: "local", agentType, model, ...fresh };
}

/** A task as a caller makes it, in a repository that is in PostgreSQL. */
export async function newTask(db: Database, change: Partial<NewTask> = {}): Promise<NewTask> {
  const place = { login: "local", vcs: "local", url: "/srv/repo", name: "repo", defaultBranch: "main" } as const;
  const { user, repo } = await postgresRepoStore(db).ensure(place);
  return { ...describeTask({ repoId: repo.id, assignedBy: user.id }), ...change };
}

export function describeTask(of: Pick<NewTask, "repoId" | "assignedBy">): NewTask {
  return {
    ...of,
    id: randomUUID(),
    taskType: "prompt",
    sourceType: "prompt",
    sourceUrl: null,
    sourceNumber: null,
    branch: "catalyst/1234-fix",
    baseBranch: "main",
    baseCommit: null,
    agentType: "claude-code",
    model: null,
    timeoutSeconds: 1800,
    status: "pending",
    environmentId: null,
    contextPayload: { title: "Fix", body: "Fix the test", prDiff: null },
    options: TaskOptions.parse({}),
    plan: null,
    resultPayload: null,
    failureReason: null,
    errorMessage: null,
    cancelRequestedAt: null,
    startedAt: null,
    completedAt: null,
  };
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
