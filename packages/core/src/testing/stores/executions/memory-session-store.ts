import type { SessionStore } from "../../../agent/session-store.ts";
import type { AgentExecution } from "../../../execution/execution.ts";
import type { Memory } from "../memory.ts";

export function memorySessionStore(memory: Memory): SessionStore {
  const findContinued = (execution: AgentExecution | undefined) => memory.executions.get(execution?.continuesId ?? "");
  return {
    async save(executionId, content) {
      const execution = memory.executions.get(executionId);
      if (execution === undefined || execution.endedAt !== null) {
        return false;
      }
      memory.sessions.set(executionId, content);
      for (let old = findContinued(findContinued(execution)); old !== undefined; old = findContinued(old)) {
        memory.sessions.delete(old.id);
      }
      return true;
    },
    async findFor(executionId) {
      const execution = memory.executions.get(executionId);
      const continued = findContinued(execution);
      const isSame = continued?.taskId === execution?.taskId && continued?.agentType === execution?.agentType;
      return memory.sessions.get(executionId) ?? (isSame ? (memory.sessions.get(continued?.id ?? "") ?? null) : null);
    },
    has: async (executionId) => memory.sessions.has(executionId),
  };
}
