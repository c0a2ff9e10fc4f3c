import { createHash, randomUUID } from "node:crypto";
import {
  AgentConfig,
  type AgentTask,
  ASKED_NOTHING,
  AskedWork,
  type DecidedExecution,
  type Decision,
  type NewExecution,
  type NewTask,
  Resolution,
  TaskOptions,
  type TaskStore,
} from "@catalyst/core";
import { OWNER } from "@catalyst/core/testing";
import type { Database } from "../database.ts";
import { postgresTaskStore } from "../stores/tasks/task-store.ts";
import { storeRepo } from "./stored-repo.ts";

export interface StoredTask {
  task: AgentTask;
  executionId: string;
  created: boolean;
}

/** A task in PostgreSQL with one execution. */
export async function storeTask(
  db: Database,
  { dedupeKey = null, task = {} }: { dedupeKey?: string | null; task?: Partial<NewTask> } = {},
): Promise<StoredTask> {
  return createTask(postgresTaskStore(db), { task: await newTask(db, task), dedupeKey });
}

export async function createTask(
  tasks: TaskStore,
  { task, dedupeKey }: { task: NewTask; dedupeKey: string | null },
): Promise<StoredTask> {
  const executionId = randomUUID();
  const executions = [newExecution(task, executionId)];
  return { ...(await tasks.create({ task, executions, credentials: [], dedupeKey, actor: OWNER })), executionId };
}

/** Its agent is known from the beginning, without anything else having been decided. */
export function newExecution(
  { id: taskId, agentType, model }: NewTask,
  id: string = randomUUID(),
): NewExecution & Pick<NewTask, "agentType" | "model"> {
  const fresh = { purpose: "work", continuesId: null, asked: ASKED_NOTHING, askedBy: OWNER } as const;
  return { id, taskId, environmentNamespace: "local", agentType, model, ...fresh };
}

/** What is decided for a task's execution that works on the branch `main`. */
export function decisionFor(
  { task, executionId }: { task: NewTask; executionId: string },
  more: Partial<DecidedExecution> = {},
): Decision {
  const resolution = Resolution.parse({
    settings: {
      ...AgentConfig.parse({ id: task.id, projectId: task.id, createdAt: new Date(), updatedAt: new Date() }),
      sources: {},
      notes: [],
    },
    settingsNote: null,
    agentFile: null,
    instructionPaths: [],
    credential: null,
    notes: [],
  });
  const { agentType, model, branch, options, contextPayload } = task;
  const choice = { agentType: agentType ?? "claude-code", model };
  const commits = { baseCommit: "b".repeat(40), settingsCommit: "b".repeat(40) };
  return {
    task: {
      ...choice,
      branch: branch ?? "catalyst/1234-fix",
      baseBranch: "main",
      timeoutSeconds: 1800,
      options,
      contextPayload,
    },
    executions: [{ id: executionId, purpose: "work", ...choice, ...commits, resolution, ...more }],
  };
}

/** The repository that tasks for tests work on, and whose. */
export const TEST_PLACE = {
  login: "local",
  vcs: "local",
  url: "/srv/repo",
  name: "repo",
  defaultBranch: "main",
} as const;

/** The project of the tasks that are stored for tests. */
export async function testProject(db: Database): Promise<string> {
  return (await storeRepo(db, TEST_PLACE)).repo.projectId;
}

/** A task as a caller makes it, in a repository that is in PostgreSQL. */
export async function newTask(db: Database, change: Partial<NewTask> = {}): Promise<NewTask> {
  const { user, repo } = await storeRepo(db, TEST_PLACE);
  return { ...describeTask({ repoId: repo.id, assignedBy: user.id }), ...change };
}

export function describeTask(of: Pick<NewTask, "repoId" | "assignedBy">): NewTask {
  const id = randomUUID();
  return {
    ...of,
    id,
    taskType: "prompt",
    sourceType: "prompt",
    sourceUrl: null,
    sourceNumber: null,
    branch: `catalyst/${id.slice(0, 8)}-fix`,
    asked: AskedWork.parse({}),
    askedHead: null,
    baseBranch: "main",
    agentType: "claude-code",
    model: null,
    timeoutSeconds: 1800,
    status: "pending",
    contextPayload: { title: "Fix", body: "Fix the test", instruction: "", prDiff: null },
    options: TaskOptions.parse({}),
    plan: null,
    resultPayload: null,
    failureReason: null,
    errorMessage: null,
    way: null,
    cancelRequestedAt: null,
    isRepositoryLost: false,
    archivedAt: null,
    ending: null,
    startedAt: null,
    completedAt: null,
  };
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
