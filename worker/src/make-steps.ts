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
  postgresForgeRequestStore,
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
import { authoriseByGitHub } from "./github/authorise-by-github.ts";
import { findForge } from "./github/find-forge.ts";
import type { GitHubApps } from "./github/open-github-apps.ts";
import { isOutage } from "./is-outage.ts";
import { createOneByOne } from "./one-by-one.ts";

interface Parts {
  db: Database;
  apps: GitHubApps;
  /** Aborted when the worker stops. */
  signal: AbortSignal;
  hasCrashed: (workerId: string) => boolean;
}

/** What this worker takes executions through their steps with. */
export function makeSteps(
  config: WorkerConfig,
  { db, apps, signal, hasCrashed }: Parts,
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
    repositories: gitRepositories({ ...config, withAuthorisation: authoriseByGitHub(apps) }),
    forgeRequests: postgresForgeRequestStore(db),
    findForge: (repo) => findForge(apps, repo),
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
