import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { CatalystError } from "@catalyst/core";
import { keepRegistryEvent } from "@catalyst/core/forge";
import { type DecideDeliveryDeps, decideDelivery } from "@catalyst/core/trigger";
import { withReader } from "@catalyst/github";
import {
  type Database,
  postgresAccountStore,
  postgresExecutionStore,
  postgresGitHubInstallationStore,
  postgresLabelStore,
  postgresRepoStore,
  postgresSettingsStore,
  postgresTaskStore,
  postgresTriggerStore,
} from "@catalyst/postgres";
import type { GitHubApps } from "../github/open-github-apps.ts";
import { registryDeps } from "../github/registry-deps.ts";
import type { DecideDelivery } from "./take-delivery.ts";

interface Deciding {
  db: Database;
  apps: Pick<GitHubApps, "open" | "tokens">;
  /** Where the environments of what it asks for are to be. */
  environmentNamespace: string;
}

/** Decides what a delivery means by what GitHub says at that moment, and does it. Throws `ForgeAway`. */
export function openDeciding({ db, apps, environmentNamespace }: Deciding): DecideDelivery {
  const deps: Omit<DecideDeliveryDeps, "wait"> = {
    triggers: postgresTriggerStore(db),
    labels: postgresLabelStore(db),
    tasks: postgresTaskStore(db),
    executions: postgresExecutionStore(db),
    installations: postgresGitHubInstallationStore(db),
    accounts: postgresAccountStore(db),
    repos: postgresRepoStore(db),
    settings: postgresSettingsStore(db),
    environmentNamespace,
    newId: randomUUID,
    now: () => new Date(),
    sealKey: () => Promise.reject(new CatalystError("unsupported", "Nobody brings a key along with a delivery.")),
    keepRegistry: async (app, event) => keepRegistryEvent(app, event, registryDeps({ db, app: await apps.open(app) })),
    readerOf:
      ({ app, ...place }) =>
      async (work) =>
        withReader({ app: await apps.open(app), tokens: apps.tokens }, place, work),
  };
  return (heard, signal) =>
    decideDelivery(heard, { ...deps, wait: (milliseconds) => wait(milliseconds, undefined, { signal }) });
}
