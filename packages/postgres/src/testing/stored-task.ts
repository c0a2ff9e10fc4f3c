import { createHash, randomUUID } from "node:crypto";
import type { AgentTask, NewTask } from "@catalyst/core";
import type { Database } from "../database.ts";
import type { Queue } from "../queue.ts";
import { postgresRepoStore } from "../stores/repo-store.ts";
import { postgresTaskStore } from "../stores/task-store.ts";

/** For tests that need no worker to be woken. */
export const silentQueue: Pick<Queue, "wake"> = { wake: async () => undefined };

/** A stored task with one execution, for tests. */
export async function storeTask(
  db: Database,
  { dedupeKey = null, queue = silentQueue }: { dedupeKey?: string | null; queue?: Pick<Queue, "wake"> } = {},
): Promise<{
  task: AgentTask;
  executionId: string;
  created: boolean;
}> {
  const executionId = randomUUID();
  const task = await newTask(db);
  const execution = { id: executionId, taskId: task.id, environmentNamespace: "local" };
  const stored = await postgresTaskStore(db, queue).create({ task, execution, credential: null, dedupeKey });
  return { ...stored, executionId };
}

/** A task as a caller makes it, in a repository that is there. */
export async function newTask(db: Database, change: Partial<NewTask> = {}): Promise<NewTask> {
  const { user, repo } = await postgresRepoStore(db).ensure({
    login: "local",
    vcs: "local",
    url: "/srv/repo",
    name: "repo",
    defaultBranch: "main",
  });
  return {
    id: randomUUID(),
    taskType: "prompt",
    sourceType: "prompt",
    sourceUrl: null,
    sourceNumber: null,
    repoId: repo.id,
    branch: "catalyst/1234-fix",
    baseBranch: "main",
    agentType: "claude-code",
    model: null,
    timeoutSeconds: 1800,
    status: "pending",
    environmentId: null,
    assignedBy: user.id,
    contextPayload: { title: "Fix", body: "Fix the test", prDiff: null },
    resultPayload: null,
    failureReason: null,
    errorMessage: null,
    cancelRequestedAt: null,
    startedAt: null,
    completedAt: null,
    ...change,
  };
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
