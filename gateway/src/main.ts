import { join } from "node:path";
import {
  CatalystError,
  type ConfiguredAddress,
  exitCodeOfProcess,
  findMachineOwner,
  isPrivateAllowed,
} from "@catalyst/core";
import { findPushed, openQuarantine, serveGit } from "@catalyst/git";
import {
  connectDatabase,
  type Database,
  postgresAccountStore,
  postgresBudgetStore,
  postgresCredentialStore,
  postgresEnvironmentJobStore,
  postgresEventStore,
  postgresGatewayKeyStore,
  postgresGatewayWishStore,
  postgresGrantStore,
  postgresMessageStore,
  postgresProjectSecretStore,
  postgresSessionStore,
  postgresSubscriptionStore,
} from "@catalyst/postgres";
import pino from "pino";
import { type GatewayConfig, readConfig } from "./config.ts";
import { dialPublicHost } from "./egress/dial-host.ts";
import { createSealedOpener } from "./keys/open-sealed.ts";
import { prepareKeys } from "./keys/prepare-keys.ts";
import { rotateKeys } from "./keys/rotate-keys.ts";
import { DEFAULT_LIMITS } from "./limits/gateway-limits.ts";
import { createLoginRenewer } from "./llm/subscription/renew-login.ts";
import { createUpstreams } from "./llm/upstream/upstream.ts";
import { openGatewayMetrics } from "./metrics/open-metrics.ts";
import { setupArchives } from "./pods/setup-cache/setup-archives.ts";
import { startGateway } from "./start-gateway.ts";
import { openGatewayTraces } from "./traces/open-traces.ts";
import { answerWishes } from "./wishes/answer-wishes.ts";
import { testCredential } from "./wishes/test-credential.ts";

const log = pino({ name: "gateway" });

try {
  await runGateway(readConfig(process.env));
} catch (error) {
  if (!(error instanceof CatalystError)) {
    throw error;
  }
  log.fatal({ code: error.code }, error.message);
  process.exitCode = exitCodeOfProcess(error);
}

async function runGateway({ home, databaseUrl, keyFile, folder, ...config }: GatewayConfig): Promise<void> {
  const stopAsked = new Promise<void>((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
  });
  const db = await connectDatabase({ home, databaseUrl });
  try {
    const metrics = await openGatewayMetrics(config.metrics, { db, log });
    const traces = await openGatewayTraces(config.traces, log);
    const place = { home, givenFile: keyFile };
    const keys = postgresGatewayKeyStore(db);
    const stores = openStores(db);
    const { userId: ownerId } = await findMachineOwner({ accounts: postgresAccountStore(db) });
    const reach = {
      limits: DEFAULT_LIMITS,
      isPrivateAllowed: (of: ConfiguredAddress) => isPrivateAllowed(of, { ownerId, privateHosts: config.privateHosts }),
    };
    const opener = createSealedOpener(place, await prepareKeys(place, keys));
    const gateway = await startGateway({
      folder,
      pods: config.pods,
      deps: {
        ...stores,
        ...opener,
        setupArchives: setupArchives(join(home, "setup-cache")),
        serveGit: (service) => serveGit({ ...service, home }),
        findPushed: (executionId) => findPushed(home, executionId),
        openQuarantine: (executionId) => openQuarantine(home, executionId),
        dialHost: dialPublicHost,
        ...reach,
        measures: metrics.measures,
        traceLlm: traces.traceLlm,
        now: () => new Date(),
        log,
      },
    });
    const upstreams = createUpstreams(reach);
    const renewer = createLoginRenewer({ ...stores, ...opener, upstreams, now: () => new Date(), log });
    const stopAnswering = await answerWishes({
      wishes: postgresGatewayWishStore(db),
      answer: (wish) =>
        wish.kind === "rotate_keys"
          ? rotateKeys({ ...stores, place, keys }).then((rotated) => ({ kind: "rotated" as const, ...rotated }))
          : testCredential(wish.credentialId, { ...stores, ...opener, upstreams, renewer }),
      log,
    });
    metrics.noteReady(true);
    await stopAsked;
    metrics.noteReady(false);
    await stopAnswering();
    await upstreams.close();
    await gateway.stop();
    await Promise.all([metrics.close(), traces.close()]);
  } finally {
    await db.close();
  }
}

function openStores(db: Database) {
  return {
    grants: postgresGrantStore(db),
    environmentJobs: postgresEnvironmentJobStore(db),
    events: postgresEventStore(db),
    budgets: postgresBudgetStore(db),
    sessions: postgresSessionStore(db),
    messages: postgresMessageStore(db),
    credentials: postgresCredentialStore(db),
    subscriptions: postgresSubscriptionStore(db),
    secrets: postgresProjectSecretStore(db),
  };
}
