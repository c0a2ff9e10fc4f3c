import { join } from "node:path";
import {
  CatalystError,
  exitCodeOfProcess,
  outlivedBefore,
  type SweepDeps,
  sweep,
  sweepLeftovers,
} from "@catalyst/core";
import { createProgramStarter, startGitsBy } from "@catalyst/git";
import {
  connectDatabase,
  type Database,
  postgresDestinationStore,
  postgresExecutionQueue,
  postgresExecutionStore,
  postgresGitHubAppStore,
  postgresPairStore,
  postgresRepoStore,
  postgresWakeUps,
  postgresWorkerWishStore,
} from "@catalyst/postgres";
import { dropSetups } from "@catalyst/sandbox";
import pino from "pino";
import { agentMachine } from "./agents/agent-machine.ts";
import { openChatGptSignIn } from "./agents/open-chatgpt-sign-in.ts";
import { buildRunner } from "./build-runner.ts";
import { readConfig, type WorkerConfig } from "./config.ts";
import { openCrashReports } from "./crash-reports.ts";
import { namespaceOf } from "./environments/environment-variables.ts";
import { openEnvironments } from "./environments/open-environments.ts";
import { keepRegistry } from "./github/keep-registry.ts";
import { type GitHubApps, openGitHubApps } from "./github/open-github-apps.ts";
import { openDeciding } from "./hearing/decide-delivery.ts";
import { startHearing } from "./hearing/start-hearing.ts";
import { runJobs } from "./jobs.ts";
import { openWorkerKeys, type WorkerKeys } from "./keys/open-worker-keys.ts";
import { startLooking } from "./looking/start-looking.ts";
import { makeSteps } from "./make-steps.ts";
import { openWorkerMetrics } from "./metrics/open-metrics.ts";
import { startOutbox } from "./outbox/start-outbox.ts";
import { openSweep } from "./sweep/open-sweep.ts";
import { sweepRegularly } from "./sweep/sweep-regularly.ts";
import { openWorkerTraces } from "./traces/open-traces.ts";
import { answerWishes } from "./wishes/answer-wishes.ts";
import { grantWish } from "./wishes/grant-wish.ts";
import { readCheckout } from "./wishes/read-checkout.ts";

const log = pino({ name: "worker" });

try {
  await runWorker(readConfig(process.env));
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  log.fatal({ code: error.code }, error.message);
  process.exitCode = exitCodeOfProcess(error);
}

async function runWorker(config: WorkerConfig): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  process.on("SIGTERM", () => stop.abort());
  process.on("SIGINT", () => stop.abort());
  const { hasCrashed } = openCrashReports(config);
  startGitsBy(createProgramStarter());
  // On a cluster nodes have it in an image.
  if (config.environments.kind === "local") {
    await buildRunner(config.runnerPath);
  }
  const { home, workerId, places, retention } = config;
  const db = await connectDatabase({ home, databaseUrl: config.databaseUrl });
  const metrics = await openWorkerMetrics(config, { db, log });
  const traces = await openWorkerTraces(config.traces, log);
  const keys = await openWorkerKeys(home, postgresPairStore(db, "worker"));
  const apps = await openGitHubApps(config, { db, keys, noteAnswer: metrics.noteAnswer });
  const describe = { executions: postgresExecutionStore(db), repos: postgresRepoStore(db) };
  const place = await openEnvironments(config, { db, log, describe });
  const environmentNamespace = namespaceOf(config.environments);
  const steps = metrics.measure(makeSteps(config, { db, apps, place, signal, hasCrashed }));
  const sweepDeps = openSweep({ home, db, steps, log, signal });
  const sweeping = sweepRegularly({
    ...{ markPath: join(home, "swept"), log, signal },
    sweep: () => sweep({ retention }, sweepDeps),
  });
  const grantDeps = grantDepsOf(config, { db, apps, keys, steps, sweepDeps, signal });
  const whenAnswered = await answerWishes({
    ...{ wishes: postgresWorkerWishStore(db, environmentNamespace), log, signal },
    answer: (wish, tell) => grantWish(wish, tell, grantDeps),
  });
  const whenTold = await startOutbox(config, { db, keys, findForge: steps.findForge, log, signal });
  const noteSettled = metrics.noteDelivery;
  const decide = openDeciding({ db, apps, environmentNamespace });
  const whenHeard = await startHearing({ db, decide, noteSettled, log, signal });
  const registering = keepRegistry({ db, apps, log, signal });
  const whenLooked = await startLooking({ db, apps, log, signal });
  await runJobs({
    ...{ workerId, places, environmentNamespace, mayBegin: place.mayBegin, log, signal },
    steps: traces.trace(steps),
    queue: postgresExecutionQueue(db),
    wakeUps: postgresWakeUps(db),
    noteReady: metrics.noteReady,
    sweepLeftovers: () => sweepLeftovers(outlivedBefore(new Date(), retention.quarantines), sweepDeps),
  });
  metrics.noteReady(false);
  await Promise.all([sweeping, registering, whenAnswered(), whenTold(), whenHeard(), whenLooked()]);
  await Promise.all([metrics.close(), traces.close(), apps.close(), place.close()]);
  await db.close();
  log.info({ workerId }, "worker stopped");
}

interface Granting {
  db: Database;
  apps: GitHubApps;
  keys: WorkerKeys;
  steps: ReturnType<typeof makeSteps>;
  sweepDeps: SweepDeps;
  signal: AbortSignal;
}

/** What this worker answers wishes with. */
function grantDepsOf(config: WorkerConfig, { db, apps, keys, steps, sweepDeps, signal }: Granting) {
  const { home, retention, privateHosts } = config;
  return {
    ...{ agents: steps.agents, machine: agentMachine(config), retention, sweepDeps, signal, privateHosts },
    settingsDeps: { ...steps, readCheckout },
    diffDeps: steps,
    github: { home, db, apps, keys },
    rotateKeys: () =>
      keys.rotate({ destinations: postgresDestinationStore(db), githubApps: postgresGitHubAppStore(db) }),
    measureDeps: { home, retention, retained: sweepDeps.retained },
    dropSetups: (repoId: string | null) => dropSetups({ home, repoId }),
    signInToChatGpt: openChatGptSignIn({ home, db, agents: steps.agents, signal }),
  };
}
