import type { SessionStore } from "../execution/session-store.ts";
import type { Memory } from "./memory.ts";

export function memorySessionStore(memory: Memory): SessionStore {
  return {
    save: async (executionId, content) => void memory.sessions.set(executionId, content),
    findFor: async (executionId) => memory.sessions.get(memory.executions.get(executionId)?.continuesId ?? "") ?? null,
    has: async (executionId) => memory.sessions.has(executionId),
  };
}
