import { randomUUID } from "node:crypto";
import type { AdvanceExecutionDeps } from "../execution/step.ts";
import { ForgeAway } from "../forge/forge-outcome.ts";
import type { MemoryEnvironments } from "./environments/memory-environments.ts";
import type { MemoryRepositories } from "./memory-repositories.ts";
import { parseJson } from "./parse-json.ts";
import { memoryAccountStore } from "./stores/accounts/memory-account-store.ts";
import { memoryCredentialStore } from "./stores/accounts/memory-credential-store.ts";
import { memoryProjectSecretStore } from "./stores/accounts/memory-project-secret-store.ts";
import { memoryRepoStore } from "./stores/accounts/memory-repo-store.ts";
import { memorySettingsStore } from "./stores/accounts/memory-settings-store.ts";
import { memoryBudgetStore } from "./stores/executions/memory-budget-store.ts";
import { memoryEventStore } from "./stores/executions/memory-event-store.ts";
import { memoryExecutionStore } from "./stores/executions/memory-execution-store.ts";
import { memoryGrantStore } from "./stores/executions/memory-grant-store.ts";
import { memorySessionStore } from "./stores/executions/memory-session-store.ts";
import type { Memory } from "./stores/memory.ts";
import { memoryMessageStore } from "./stores/tasks/memory-message-store.ts";

/** What a store throws that is away. */
export class MemoryOutage extends Error {}

/** What a worker advances executions with, all of it in memory. The agent is one with a model that can go on in its session. */
export function memoryAdvanceDeps(
  memory: Memory,
  places: { environments: MemoryEnvironments; repositories: MemoryRepositories },
): AdvanceExecutionDeps {
  return {
    ...places,
    findForge: async () => null,
    findServing: async () => null,
    forgeRequests: { findLast: async () => null },
    executions: memoryExecutionStore(memory),
    accounts: memoryAccountStore(memory),
    events: memoryEventStore(memory),
    grants: memoryGrantStore(memory),
    budgets: memoryBudgetStore(memory),
    credentials: memoryCredentialStore(memory),
    secrets: memoryProjectSecretStore(memory),
    messages: memoryMessageStore(memory),
    sessions: memorySessionStore(memory),
    repos: memoryRepoStore(memory),
    settings: memorySettingsStore(memory),
    settingsFormats: { parseYaml: parseJson, parseJsonc: parseJson },
    agents: {
      find: async (id) => ({ id, name: id, owner: "catalyst", providers: ["anthropic"], canResume: true }),
      ensureInstalled: async () => "1.0.0",
      listInstructionPaths: async () => [],
    },
    limits: { cpus: 1, memoryMib: 512, processes: 100, diskMib: 100 },
    policy: { protectedPaths: [], maxFileBytes: 1, maxPatchBytes: 1, maxFiles: 1 },
    hasCrashed: (workerId) => workerId.startsWith("crashed"),
    oneByOne: (work) => work(),
    isOutage: (error) => error instanceof MemoryOutage || error instanceof ForgeAway,
    signal: new AbortController().signal,
    newFence: () => randomUUID().slice(0, 16),
    now: () => new Date(),
  };
}
