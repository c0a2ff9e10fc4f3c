import { COURSE_EVENTS } from "../../event/fit-log.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import { placeOf } from "../../result/read-publication.ts";
import type { EndedPage, RetentionStore } from "../../retention/retention-store.ts";
import type { TaskChange } from "../../task/feed/task-change.ts";
import type { TaskResult } from "../../task/task.ts";
import type { Memory } from "./memory.ts";
import { noteChange } from "./tasks/memory-task-change-store.ts";

/** Sessions have no time of their own here: they were saved when their execution ended. */
export function memoryRetentionStore(memory: Memory): RetentionStore {
  const all = () => [...memory.executions.values()].toSorted((a, b) => a.id.localeCompare(b.id));
  const hasEnded = ({ endedAt }: AgentExecution, before: Date) => endedAt !== null && endedAt < before;
  const isSettled = ({ taskId }: AgentExecution) =>
    all().every((other) => other.taskId !== taskId || other.endedAt !== null);
  const listEnded = async (page: EndedPage, isWanted: (result: TaskResult) => boolean) =>
    all()
      .filter((one) => hasEnded(one, page.endedBefore) && one.result !== null && isWanted(one.result))
      .filter(({ id }) => page.afterId === null || id > page.afterId)
      .slice(0, page.limit)
      .map((execution) => ({ execution, repoId: memory.tasks.get(execution.taskId)?.repoId ?? "" }));
  return {
    listWithRef: (page) => listEnded(page, ({ ref }) => ref !== null),
    listWithKept: (page) => listEnded(page, (result) => placeOf(result) !== null),
    forgetRef: async (id) =>
      changeResult(memory, id, { isSame: ({ ref }) => ref, change: () => ({ ref: null }), type: "ref_forgotten" }),
    async forgetKept(id, now) {
      const execution = memory.executions.get(id);
      if (execution === undefined || !isSettled(execution)) {
        return false;
      }
      changeResult(memory, id, { isSame: placeOf, change: (result) => withoutKept(result, now), type: "kept_removed" });
      return true;
    },
    async whileSettled(id, work) {
      const execution = memory.executions.get(id);
      if (execution !== undefined && isSettled(execution)) {
        await work(execution);
      }
    },
    measure: async () => ({ sessions: 0, events: 0, changes: 0, audit: 0 }),
    async listInUse() {
      const unfinished = all().filter(({ endedAt }) => endedAt === null);
      const repoIds = unfinished.map(({ taskId }) => memory.tasks.get(taskId)?.repoId ?? "");
      return {
        repoIds: new Set(repoIds),
        agentTypes: new Set(unfinished.flatMap(({ agentType, asked }) => agentType ?? asked.agent ?? [])),
      };
    },
    ...deletions(memory, { all, hasEnded, isSettled }),
  };
}

type Deletions = Pick<RetentionStore, "deleteSessions" | "deleteEvents" | "deleteChanges" | "deleteAudit">;

interface Questions {
  all(): AgentExecution[];
  hasEnded(execution: AgentExecution, before: Date): boolean;
  isSettled(execution: AgentExecution): boolean;
}

function deletions(memory: Memory, { all, hasEnded, isSettled }: Questions): Deletions {
  return {
    async deleteSessions({ savedBefore, limit }) {
      const old = all().filter((one) => memory.sessions.has(one.id) && hasEnded(one, savedBefore) && isSettled(one));
      for (const { id } of old.slice(0, limit)) {
        memory.sessions.delete(id);
      }
      return { count: Math.min(old.length, limit), isDone: old.length < limit };
    },
    async deleteEvents({ endedBefore, limit }) {
      const old = all().filter((one) => hasEnded(one, endedBefore) && one.logRemovedAt === null);
      const ids = new Set(old.map(({ id }) => id));
      const removable = memory.events.filter(
        ({ executionId, body }) => ids.has(executionId) && !(COURSE_EVENTS as ReadonlySet<string>).has(body.type),
      );
      const removed = new Set(removable.slice(0, limit));
      memory.events = memory.events.filter((event) => !removed.has(event));
      if (removable.length < limit) {
        for (const execution of old) {
          memory.executions.set(execution.id, { ...execution, logRemovedAt: memory.now() });
        }
      }
      return { count: removed.size, isDone: old.length === 0 };
    },
    async deleteChanges({ before, limit }) {
      const hasNewer = ({ taskId, number }: TaskChange) =>
        memory.changes.some((other) => other.taskId === taskId && other.number > number);
      const old = memory.changes.filter((change) => change.at < before && hasNewer(change));
      const removed = new Set(old.slice(0, limit));
      memory.changes = memory.changes.filter((change) => !removed.has(change));
      return { count: removed.size, isDone: old.length < limit };
    },
    async deleteAudit({ before, limit }) {
      const old = memory.audit.filter(({ at }) => at < before);
      const removed = new Set(old.slice(0, limit));
      memory.audit = memory.audit.filter((entry) => !removed.has(entry));
      return { count: removed.size, isDone: old.length < limit };
    },
  };
}

/** What is on a branch stays there; what was only kept is nothing any more. */
function withoutKept({ publication }: TaskResult, removedAt: Date): Partial<TaskResult> {
  return { publication: publication.kind === "kept" ? { kind: "nothing" } : publication, beside: null, removedAt };
}

interface ResultChange {
  isSame: (result: TaskResult) => string | null;
  change: (result: TaskResult) => Partial<TaskResult>;
  type: "ref_forgotten" | "kept_removed";
}

function changeResult(memory: Memory, executionId: string, { isSame, change, type }: ResultChange): void {
  const execution = memory.executions.get(executionId);
  const task = memory.tasks.get(execution?.taskId ?? "");
  if (execution === undefined || execution.result === null || isSame(execution.result) === null) {
    return;
  }
  memory.executions.set(executionId, { ...execution, result: { ...execution.result, ...change(execution.result) } });
  noteChange(memory, { taskId: execution.taskId, actor: null, body: { type, executionId } });
  if (task?.resultPayload != null && isSame(task.resultPayload) === isSame(execution.result)) {
    memory.tasks.set(task.id, { ...task, resultPayload: { ...task.resultPayload, ...change(task.resultPayload) } });
  }
}
