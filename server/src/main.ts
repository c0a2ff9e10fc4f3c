import { setTimeout as wait } from "node:timers/promises";
import { CatalystError, exitCodeOfProcess, findMachineOwner } from "@catalyst/core";
import { openUnsubscribeKey } from "@catalyst/machine";
import {
  connectDatabase,
  type Database,
  isDatabaseOutage,
  postgresDoorStores,
  postgresGatewayKeyStore,
  postgresGatewayWishStore,
  postgresPairStore,
  postgresWorkerWishStore,
} from "@catalyst/postgres";
import pino from "pino";
import { readConfig, type ServerConfig } from "./config.ts";
import { openWebhookKeys } from "./github/opening/open-webhook-keys.ts";
import { openServerMetrics } from "./metrics/open-metrics.ts";
import { openDeliverySealing, openSealing, openWebhookSealing } from "./open-sealing.ts";
import { openServerSecret } from "./people/auth/server-secret.ts";
import { createSignIn } from "./people/sign-in.ts";
import { DEFAULT_LIMITS as limits } from "./server-limits.ts";
import { startServer } from "./start-server.ts";
import { openServerTraces } from "./traces/open-traces.ts";
import { pauseForChanges } from "./wishes/pause-for-changes.ts";

const LOOK_MILLISECONDS = 100;

const now = () => new Date();
const log = pino({ name: "server" });

try {
  await runServer(readConfig(process.env));
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  log.fatal({ code: error.code }, error.message);
  process.exitCode = exitCodeOfProcess(error);
}

async function runServer({
  home,
  databaseUrl,
  folder,
  retention,
  door,
  signIn,
  ...config
}: ServerConfig): Promise<void> {
  const stopAsked = new Promise<void>((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
  const db = await connectDatabase({ home, databaseUrl });
  try {
    const stores = postgresDoorStores(db);
    const webhookKeys = await openWebhookKeys(home, postgresPairStore(db, "server"));
    const { environmentNamespace } = config;
    const workerWishes = postgresWorkerWishStore(db, environmentNamespace);
    const owner = await findMachineOwner(stores);
    const metrics = await openServerMetrics(config.metrics, { db, log });
    const { traces, close: closeTraces } = await openServerTraces(config.traces, log);
    const server = await startServer({
      folder,
      door,
      deps: {
        ...stores,
        environmentNamespace,
        ...keysOf(home, db),
        openWebhookSecret: webhookKeys.open,
        rotateServerPair: () => webhookKeys.rotate(stores.githubApps),
        mail: config.mail === null ? null : { ...config.mail, ownerId: owner.userId },
        gateway: {
          wishes: postgresGatewayWishStore(db),
          takeSeconds: limits.takeSeconds,
          timeoutSeconds: limits.answerSeconds,
          now,
          pause: () => wait(LOOK_MILLISECONDS),
        },
        worker: {
          wishes: workerWishes,
          takeSeconds: limits.takeSeconds,
          timeoutSeconds: limits.answerSeconds,
          now,
          pause: pauseForChanges(workerWishes),
        },
        home,
        now,
        retention,
        owner,
        signIn: createSignIn(signIn, { db, stores, owner, log, openSecret: () => openServerSecret(home) }),
        isOutage: isDatabaseOutage,
        limits,
        measures: metrics.measures,
        traces,
        log,
      },
    });
    metrics.noteReady(true);
    await stopAsked;
    metrics.noteReady(false);
    await server.stop();
    await Promise.all([metrics.close(), closeTraces()]);
  } finally {
    await db.close();
  }
}

/** What seals to each who has a pair, and what links in mail are signed with. */
function keysOf(home: string, db: Database) {
  return {
    openUnsubscribeKey: () => openUnsubscribeKey(home),
    openSealing: () => openSealing(home, postgresGatewayKeyStore(db)),
    openDeliverySealing: () => openDeliverySealing(home, postgresPairStore(db, "worker")),
    openWebhookSealing: () => openWebhookSealing(home, postgresPairStore(db, "server")),
  };
}
