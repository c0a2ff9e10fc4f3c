import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { CatalystError, outlivedBefore, sweep, sweepLeftovers } from "@catalyst/core";
import { DEFAULT_RESULT_POLICY, gitRepositories, mirrorPath } from "@catalyst/git";
import {
  connectDatabase,
  postgresBudgetStore,
  postgresCredentialStore,
  postgresEventStore,
  postgresExecutionQueue,
  postgresExecutionStore,
  postgresGrantStore,
  postgresMessageStore,
  postgresProjectSecretStore,
  postgresRepoStore,
  postgresSessionStore,
  postgresWakeUps,
} from "@catalyst/postgres";
import { agentFolder, localEnvironmentProvider } from "@catalyst/sandbox";
import { settingsFormats } from "@catalyst/settings-files";
import pino from "pino";
import { agentCatalog } from "./agent-catalog.ts";
import { buildRunner } from "./build-runner.ts";
import { readConfig, type WorkerConfig } from "./config.ts";
import { isOutage } from "./is-outage.ts";
import { runJobs } from "./jobs.ts";
import { openSweep } from "./sweep/open-sweep.ts";
import { sweepRegularly } from "./sweep/sweep-regularly.ts";

/** Where the environments are that this worker makes. */
const ENVIRONMENT_NAMESPACE = "local";
const log = pino({ name: "worker" });

try {
  await runWorker(readConfig(process.env));
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  log.fatal({ code: error.code }, error.message);
  process.exitCode = 1;
}

async function runWorker(config: WorkerConfig): Promise<void> {
  const stop = new AbortController();
  process.on("SIGTERM", () => stop.abort());
  process.on("SIGINT", () => stop.abort());
  await buildRunner(config.runnerPath);
  const db = await connectDatabase({ home: config.home, databaseUrl: config.databaseUrl });
  const steps = {
    executions: postgresExecutionStore(db),
    events: postgresEventStore(db),
    grants: postgresGrantStore(db),
    budgets: postgresBudgetStore(db),
    credentials: postgresCredentialStore(db),
    secrets: postgresProjectSecretStore(db),
    messages: postgresMessageStore(db),
    sessions: postgresSessionStore(db),
    repos: postgresRepoStore(db),
    settingsFormats,
    repositories: gitRepositories(config),
    environments: localEnvironmentProvider({
      home: config.home,
      nodePath: process.execPath,
      runnerPath: config.runnerPath,
      gatewayFolder: config.gatewayFolder,
      mirrorFolder: (repoId) => mirrorPath(config.home, repoId),
      agentFolder: (agentId, version) =>
        version === null ? null : agentFolder({ home: config.home, agentId, version }),
    }),
    agents: agentCatalog({ ...config, signal: stop.signal }),
    limits: config.limits,
    policy: DEFAULT_RESULT_POLICY,
    isOutage,
    newToken: () => randomBytes(32).toString("base64url"),
    now: () => new Date(),
  };
  const { workerId, places } = config;
  const sweepDeps = openSweep({ home: config.home, db, steps, log, signal: stop.signal });
  const { retention } = config;
  const sweeping = sweepRegularly({
    ...{ markPath: join(config.home, "swept"), log, signal: stop.signal },
    sweep: () => sweep({ retention }, sweepDeps),
  });
  await runJobs({
    ...{ workerId, places, environmentNamespace: ENVIRONMENT_NAMESPACE, steps, log, signal: stop.signal },
    queue: postgresExecutionQueue(db),
    wakeUps: postgresWakeUps(db),
    sweepLeftovers: () => sweepLeftovers(outlivedBefore(new Date(), retention.quarantines), sweepDeps),
  });
  await sweeping;
  await db.close();
  log.info({ workerId: config.workerId }, "worker stopped");
}
