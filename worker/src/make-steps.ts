import { randomBytes } from "node:crypto";
import type { AdvanceExecutionDeps } from "@catalyst/core";
import { DEFAULT_RESULT_POLICY, gitRepositories } from "@catalyst/git";
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
import { settingsFormats } from "@catalyst/settings-files";
import { agentCatalog } from "./agents/agent-catalog.ts";
import type { WorkerConfig } from "./config.ts";
import type { OpenedEnvironments } from "./environments/open-environments.ts";
import { authoriseByGitHub } from "./github/authorise-by-github.ts";
import { findForge, findServing } from "./github/find-forge.ts";
import type { GitHubApps } from "./github/open-github-apps.ts";
import { isOutage } from "./is-outage.ts";
import { createOneByOne } from "./one-by-one.ts";
import { refreshBehind } from "./refresh-behind.ts";

interface Parts {
  db: Database;
  apps: GitHubApps;
  place: Pick<OpenedEnvironments, "environments" | "isOutage">;
  /** Aborted when the worker stops. */
  signal: AbortSignal;
  hasCrashed: (workerId: string) => boolean;
}

/** What this worker takes executions through their steps with. */
export function makeSteps(
  config: WorkerConfig,
  { db, apps, place, signal, hasCrashed }: Parts,
): Omit<AdvanceExecutionDeps, "signal"> {
  const { limits } = config;
  const { environments } = place;
  const agents = agentCatalog({ ...config, signal });
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
    repositories: refreshBehind(gitRepositories({ ...config, withAuthorisation: authoriseByGitHub(apps) }), signal),
    forgeRequests: postgresForgeRequestStore(db),
    findForge: (repo) => findForge(apps, repo),
    findServing: (repo) => findServing(apps, repo),
    environments,
    // A cluster has agents as images: its operator says which.
    agents: environments.kind === "kubernetes" ? { ...agents, ensureInstalled: async () => null } : agents,
    limits,
    policy: DEFAULT_RESULT_POLICY,
    isOutage: (error) => isOutage(error) || place.isOutage(error),
    newFence: () => randomBytes(8).toString("hex"),
    hasCrashed,
    oneByOne: createOneByOne(),
    now: () => new Date(),
  };
}
