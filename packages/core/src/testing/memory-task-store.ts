import { AgentExecution } from "../execution/execution.ts";
import { AgentTask } from "../task/task.ts";
import { canMove, isFinal } from "../task/task-state.ts";
import type { NewExecution, TaskStore } from "../task/task-store.ts";
import type { Memory } from "./memory.ts";

export function memoryTaskStore(memory: Memory): TaskStore {
  const addExecution = (execution: NewExecution) =>
    memory.executions.set(execution.id, newExecution(execution, memory.now()));
  return {
    async create({ task, execution, credential, dedupeKey }) {
      const same = dedupeKey === null ? undefined : memory.tasks.get(memory.dedupeKeys.get(dedupeKey) ?? "");
      if (same !== undefined && !isFinal(same.status)) {
        return { task: same, created: false };
      }
      const created = AgentTask.parse({ ...task, number: memory.tasks.size + 1, createdAt: memory.now() });
      memory.tasks.set(created.id, created);
      addExecution(execution);
      if (credential !== null) {
        memory.credentials.set(credential.id, credential);
      }
      if (dedupeKey !== null) {
        memory.dedupeKeys.set(dedupeKey, created.id);
      }
      return { task: created, created: true };
    },
    get: async (id) => memory.tasks.get(id) ?? null,
    find: async (reference) =>
      [...memory.tasks.values()].filter(
        ({ id, number }) => String(number) === reference.replace("#", "") || id.startsWith(reference),
      ),
    list: async ({ limit }) => [...memory.tasks.values()].toSorted((a, b) => b.number - a.number).slice(0, limit),
    async retry({ taskId, execution, credential }) {
      const task = memory.tasks.get(taskId);
      if (task === undefined || !canMove(task.status, "pending")) {
        return null;
      }
      addExecution(execution);
      if (credential !== null) {
        memory.credentials.set(credential.id, credential);
      }
      const retried: AgentTask = {
        ...task,
        status: "pending",
        failureReason: null,
        errorMessage: null,
        resultPayload: null,
        cancelRequestedAt: null,
        completedAt: null,
      };
      memory.tasks.set(taskId, retried);
      return retried;
    },
    async requestCancel(taskId) {
      const task = memory.tasks.get(taskId);
      if (task === undefined || isFinal(task.status)) {
        return task ?? null;
      }
      const marked = { ...task, cancelRequestedAt: task.cancelRequestedAt ?? memory.now() };
      memory.tasks.set(taskId, marked);
      return marked;
    },
  };
}

function newExecution({ id, taskId, environmentNamespace }: NewExecution, startedAt: Date): AgentExecution {
  const empty = {
    leasedBy: null,
    leaseExpiresAt: null,
    baseCommit: null,
    exitCode: null,
    stdout: null,
    stderr: null,
    endedAt: null,
  };
  return AgentExecution.parse({ ...empty, id, taskId, environmentNamespace, startedAt });
}
