import { randomUUID } from "node:crypto";
import { memoryAccountStore } from "../stores/accounts/memory-account-store.ts";
import { memoryCredentialStore } from "../stores/accounts/memory-credential-store.ts";
import { memoryProjectSecretStore } from "../stores/accounts/memory-project-secret-store.ts";
import { memoryRepoStore } from "../stores/accounts/memory-repo-store.ts";
import { memorySettingsStore } from "../stores/accounts/memory-settings-store.ts";
import { memoryBudgetStore } from "../stores/executions/memory-budget-store.ts";
import { memoryEventStore } from "../stores/executions/memory-event-store.ts";
import { memoryExecutionStore } from "../stores/executions/memory-execution-store.ts";
import { memoryGrantStore } from "../stores/executions/memory-grant-store.ts";
import { memorySessionStore } from "../stores/executions/memory-session-store.ts";
import { createMemory } from "../stores/memory.ts";
import { memoryRetentionStore } from "../stores/memory-retention-store.ts";
import { memoryMessageStore } from "../stores/tasks/memory-message-store.ts";
import { memoryTaskChangeStore } from "../stores/tasks/memory-task-change-store.ts";
import { memoryTaskStore } from "../stores/tasks/memory-task-store.ts";
import { openWorld, type World } from "./world.ts";

/** A world of which nothing is anywhere but in memory. */
export function openMemoryWorld(): Promise<World> {
  const memory = createMemory();
  const userId = randomUUID();
  const login = "somebody";
  memory.users.set(userId, { id: userId, login, createdAt: memory.now() });
  return openWorld({
    ...{ userId, login },
    stores: {
      tasks: memoryTaskStore(memory),
      executions: memoryExecutionStore(memory),
      accounts: memoryAccountStore(memory),
      budgets: memoryBudgetStore(memory),
      credentials: memoryCredentialStore(memory),
      messages: memoryMessageStore(memory),
      sessions: memorySessionStore(memory),
      repos: memoryRepoStore(memory),
      changes: memoryTaskChangeStore(memory),
      retained: memoryRetentionStore(memory),
      events: memoryEventStore(memory),
      grants: memoryGrantStore(memory),
      secrets: memoryProjectSecretStore(memory),
      settings: memorySettingsStore(memory),
      forgeRequests: { findLast: async () => null },
    },
    async expireLease(executionId) {
      const execution = memory.executions.get(executionId);
      if (execution !== undefined && execution.endedAt === null) {
        memory.executions.set(executionId, { ...execution, leaseExpiresAt: new Date(0) });
      }
    },
  });
}
