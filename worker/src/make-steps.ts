import { randomBytes } from "node:crypto";
import type { AdvanceExecutionDeps } from "@catalyst/core";
import { DEFAULT_RESULT_POLICY, gitRepositories, mirrorPath } from "@catalyst/git";
import {
  type Database,
  postgresAccountStore,
  postgresBudgetStore,
  postgresCredentialStore,
  postgresEventStore,
  postgresExecutionStore,
  postgresGrantStore,
  postgresMessageStore,
  postgresProjectSecretStore,
  postgresRepoStore,
  postgresSessionStore,
  postgresSettingsStore,
} from "@catalyst/postgres";
import { agentFolder, localEnvironmentProvider } from "@catalyst/sandbox";
import { settingsFormats } from "@catalyst/settings-files";
import { agentCatalog } from "./agents/agent-catalog.ts";
import type { WorkerConfig } from "./config.ts";
import { isOutage } from "./is-outage.ts";
import { createOneByOne } from "./one-by-one.ts";

/** What this worker takes executions through their steps with. `signal`: aborted when the worker stops. */
export function makeSteps(
  config: WorkerConfig,
  { db, signal, hasCrashed }: { db: Database; signal: AbortSignal; hasCrashed: (workerId: string) => boolean },
): Omit<AdvanceExecutionDeps, "signal"> {
  const { home, runnerPath, gatewayFolder, limits } = config;
  return {
    executions: postgresExecutionStore(db),
    events: postgresEventStore(db),
    grants: postgresGrantStore(db),
    budgets: postgresBudgetStore(db),
    credentials: postgresCredentialStore(db),
    secrets: postgresProjectSecretStore(db),
    messages: postgresMessageStore(db),
    sessions: postgresSessionStore(db),
    accounts: postgresAccountStore(db),
    repos: postgresRepoStore(db),
    settings: postgresSettingsStore(db),
    settingsFormats,
    repositories: gitRepositories(config),
    // There is no adapter of a forge: what is published is a branch, or kept.
    findForge: () => null,
    environments: localEnvironmentProvider({
      ...{ home, runnerPath, gatewayFolder, nodePath: process.execPath },
      mirrorFolder: (repoId) => mirrorPath(home, repoId),
      agentFolder: (agentId, version) => (version === null ? null : agentFolder({ home, agentId, version })),
    }),
    agents: agentCatalog({ ...config, signal }),
    limits,
    policy: DEFAULT_RESULT_POLICY,
    isOutage,
    newFence: () => randomBytes(8).toString("hex"),
    hasCrashed,
    oneByOne: createOneByOne(),
    now: () => new Date(),
  };
}
