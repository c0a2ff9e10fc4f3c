import { randomUUID } from "node:crypto";
import type { Actor } from "../../../account/actor.ts";
import { AgentExecution } from "../../../execution/execution.ts";
import { tooManyMessages } from "../../../task/act/add-message.ts";
import { TaskBefore } from "../../../task/act/task-before.ts";
import { endOfLost } from "../../../task/end-of-lost.ts";
import { AgentTask, outlineOf } from "../../../task/task.ts";
import { isFinal, isSettled } from "../../../task/task-state.ts";
import type { NewExecution, TaskFilter, TaskStore } from "../../../task/task-store.ts";
import type { Repo } from "../../../vcs/repo.ts";
import { isNamed } from "../accounts/memory-repo-store.ts";
import { listOfProjects, type Memory } from "../memory.ts";
import { addMessageIn } from "./memory-message-store.ts";
import { noteChange } from "./memory-task-change-store.ts";

export function memoryTaskStore(memory: Memory): TaskStore {
  return {
    async create({ task, executions, credentials, dedupeKey, actor }) {
      const same = dedupeKey === null ? undefined : memory.tasks.get(memory.dedupeKeys.get(dedupeKey) ?? "");
      if (same !== undefined && !isFinal(same.status)) {
        return { task: same, created: false };
      }
      const created = AgentTask.parse({
        ...task,
        environmentId: randomUUID(),
        number: memory.tasks.size + 1,
        createdAt: memory.now(),
      });
      memory.tasks.set(created.id, created);
      noteChange(memory, { taskId: task.id, actor, body: { type: "created" } });
      for (const execution of executions) {
        addExecution(memory, execution, { actor });
      }
      for (const credential of credentials) {
        memory.credentials.set(credential.id, credential);
      }
      if (dedupeKey !== null) {
        memory.dedupeKeys.set(dedupeKey, created.id);
      }
      return { task: created, created: true };
    },
    get: async (id) => memory.tasks.get(id) ?? null,
    find: async ({ reference, projects }) =>
      listOfProjects(memory, projects).filter(
        ({ id, number }) => String(number) === reference.replace("#", "") || id.startsWith(reference),
      ),
    list: async (filter) =>
      wantedOf(memory, filter)
        .toSorted((a, b) => b.number - a.number)
        .slice(0, filter.limit)
        .map(outlineOf),
    count: async (filter) => Math.min(wantedOf(memory, filter).length, filter.limit),
    continue: continueIn(memory),
    async noteEnding(taskId, actor, ending) {
      const task = memory.tasks.get(taskId);
      if (task === undefined) {
        return null;
      }
      const noted = { ...task, ending };
      memory.tasks.set(taskId, noted);
      noteChange(memory, { taskId, actor, body: { type: "ending_noted", why: ending.why } });
      return noted;
    },
    async setArchived(taskId, actor, isArchived) {
      const task = memory.tasks.get(taskId);
      if (task === undefined || (task.archivedAt !== null) === isArchived || (isArchived && !isFinal(task.status))) {
        return task ?? null;
      }
      const set = { ...task, archivedAt: isArchived ? memory.now() : null };
      memory.tasks.set(taskId, set);
      noteChange(memory, { taskId, actor, body: { type: "archived", isArchived } });
      return set;
    },
    requestCancel: requestCancelIn(memory),
  };
}

function wantedOf(
  memory: Memory,
  { projects, statuses, hasRefused = false, isArchived = false, repo, assignedBy, agentType, text = "" }: TaskFilter,
): AgentTask[] {
  return listOfProjects(memory, projects)
    .filter(({ status }) => statuses?.includes(status) ?? (hasRefused || status !== "refused"))
    .filter(({ archivedAt }) => (archivedAt !== null) === isArchived)
    .filter(({ repoId }) => repo === undefined || isNamed(memory.repos.get(repoId) as Repo, repo))
    .filter((task) => assignedBy === undefined || task.assignedBy === assignedBy)
    .filter((task) => agentType === undefined || task.agentType === agentType)
    .filter(({ contextPayload }) => contextPayload.title.toLowerCase().includes(text.toLowerCase()));
}

function continueIn(memory: Memory): TaskStore["continue"] {
  return async ({ taskId, from, execution, credentials, patch, actor, message, changes }) => {
    const task = memory.tasks.get(taskId);
    if (task === undefined || !from.includes(task.status)) {
      return null;
    }
    if (message !== undefined && addMessageIn(memory, { taskId, said: message, actor }) === null) {
      throw tooManyMessages(task);
    }
    for (const body of changes) {
      noteChange(memory, { taskId, actor, body });
    }
    addExecution(memory, execution, { actor, before: TaskBefore.parse(task) });
    noteStatus(memory, { taskId, status: "pending", failureReason: null, actor });
    for (const credential of credentials) {
      memory.credentials.set(credential.id, credential);
    }
    const continued: AgentTask = {
      ...task,
      ...patch,
      status: "pending",
      failureReason: null,
      errorMessage: null,
      way: null,
      resultPayload: null,
      cancelRequestedAt: null,
      isRepositoryLost: false,
      archivedAt: null,
      ending: null,
      completedAt: null,
    };
    memory.tasks.set(taskId, continued);
    return continued;
  };
}

const CANCELLED = { state: "cancelled", failureReason: null, errorMessage: null, way: null } as const;

function requestCancelIn(memory: Memory): TaskStore["requestCancel"] {
  return async (taskId, actor, { isRepositoryLost = false, ending } = {}) => {
    const task = memory.tasks.get(taskId);
    if (task === undefined || isFinal(task.status)) {
      return task ?? null;
    }
    const marked: AgentTask = { ...task };
    if (task.cancelRequestedAt === null) {
      noteChange(memory, { taskId, actor, body: { type: "cancel_asked" } });
      Object.assign(marked, { cancelRequestedAt: memory.now(), isRepositoryLost, ending: ending ?? task.ending });
    }
    if (isSettled(task.status)) {
      const { state: status, ...end } = isRepositoryLost ? endOfLost(task, task.resultPayload) : CANCELLED;
      Object.assign(marked, { status, ...end, completedAt: memory.now() });
      noteStatus(memory, { taskId, status, failureReason: end.failureReason, actor });
    }
    memory.tasks.set(taskId, marked);
    return marked;
  };
}

interface Status extends Pick<AgentTask, "status" | "failureReason"> {
  taskId: string;
  actor: Actor | null;
}

export function noteStatus(memory: Memory, { taskId, actor, status, failureReason }: Status): void {
  noteChange(memory, { taskId, actor, body: { type: "status", status, failureReason } });
}

export function addExecution(
  memory: Memory,
  execution: NewExecution,
  { actor, before = null }: { actor: Actor | null; before?: TaskBefore | null },
): void {
  const empty = {
    before,
    agentType: null,
    model: null,
    leasedBy: null,
    leaseExpiresAt: null,
    baseCommit: null,
    startCommit: null,
    settingsCommit: null,
    branchCommit: null,
    headCommit: null,
    sessionId: null,
    result: null,
    exitCode: null,
    stdout: null,
    stderr: null,
    endedAt: null,
  };
  memory.executions.set(execution.id, AgentExecution.parse({ ...empty, ...execution, startedAt: memory.now() }));
  const { id: executionId, taskId, asked, purpose } = execution;
  const { agent: agentType, model } = asked;
  noteChange(memory, { taskId, actor, body: { type: "execution_added", executionId, agentType, model, purpose } });
}
