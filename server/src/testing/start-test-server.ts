import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type ApiClient, createClient } from "@catalyst/api";
import { unixSocketTransport } from "@catalyst/api/unix-socket";
import { findMachineOwner, LOCAL_NAMESPACE, retentionOf } from "@catalyst/core";
import { createTestKeys } from "@catalyst/core/testing";
import {
  type Database,
  isDatabaseOutage,
  postgresDoorStores,
  postgresGatewayKeyStore,
  postgresGatewayWishStore,
  postgresWorkerWishStore,
} from "@catalyst/postgres";
import { testDatabase } from "@catalyst/postgres/testing";
import pino from "pino";
import { NO_PROXIES } from "../door/admission/trusted-proxies.ts";
import type { DoorSettings } from "../door/open-door.ts";
import { openSecretForTest } from "../github/testing/signed-delivery.ts";
import type { MakeFactory } from "../mcp/exchange.ts";
import { NOTHING_MEASURED } from "../metrics/server-measures.ts";
import type { SignInConfig } from "../people/config.ts";
import { createSignIn } from "../people/sign-in.ts";
import { TEST_SECRET } from "../people/testing/sign-in-for-test.ts";
import type { ServerDeps } from "../server-deps.ts";
import { DEFAULT_LIMITS, type ServerLimits } from "../server-limits.ts";
import { type RunningServer, startServer } from "../start-server.ts";
import { NOTHING_TRACED } from "../traces/request-traces.ts";
import { pauseForChanges } from "../wishes/pause-for-changes.ts";

export interface TestServer {
  db: Database;
  deps: ServerDeps;
  folder: string;
  socketPath: string;
  client: ApiClient;
  /** What it is called over TCP, and where it is asked there. */
  url: string;
  port: number;
  /** Ends it, and starts another in its place. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const ANY_PORT: DoorSettings = {
  listen: { host: "127.0.0.1", port: 0 },
  isSaid: true,
  publicUrl: null,
  tls: null,
  proxies: NO_PROXIES,
  web: null,
};

interface ServedElse {
  openDb?: () => Promise<Database>;
  makeFactory?: MakeFactory;
}

/** A server on a database of its own. */
export async function startTestServer(
  limits: Partial<ServerLimits> = {},
  { openDb = testDatabase, makeFactory, ...settings }: Partial<DoorSettings> & ServedElse = {},
  github: SignInConfig["github"] = null,
): Promise<TestServer> {
  const door = { ...ANY_PORT, ...settings };
  const db = await openDb();
  const folder = join(await mkdtemp(join(tmpdir(), "catalyst-server-")), "server");
  const deps = await openDeps(db, { ...DEFAULT_LIMITS, ...limits }, github);
  let server: RunningServer = await startServer({ folder, door, deps, makeFactory });
  const { socketPath } = server;
  return {
    db,
    deps,
    folder,
    socketPath,
    client: createClient(unixSocketTransport(socketPath)),
    url: server.url as string,
    port: await findPort(folder),
    async restart() {
      await server.stop();
      server = await startServer({ folder, door, deps, makeFactory });
    },
    async close() {
      await server.stop();
      await db.close();
      await rm(join(folder, ".."), { recursive: true, force: true });
    },
  };
}

/** As the home remembers it. */
async function findPort(folder: string): Promise<number> {
  return Number(await readFile(join(folder, "port"), "utf8"));
}

const UNSUBSCRIBE_KEY = Buffer.alloc(32, 7);

async function openDeps(db: Database, limits: ServerLimits, github: SignInConfig["github"]): Promise<ServerDeps> {
  const stores = postgresDoorStores(db);
  const workerWishes = postgresWorkerWishStore(db, LOCAL_NAMESPACE);
  const owner = await findMachineOwner(stores);
  const log = pino({ level: "silent" });
  return {
    ...stores,
    environmentNamespace: LOCAL_NAMESPACE,
    home: "/home/of-catalyst",
    openSealing: await prepareSealing(db),
    openWebhookSealing: async () => createTestKeys().sealing,
    openDeliverySealing: async () => createTestKeys().sealing,
    openWebhookSecret: openSecretForTest,
    openUnsubscribeKey: async () => UNSUBSCRIBE_KEY,
    rotateServerPair: async () => ({
      keyId: "0",
      wrappedCount: 0,
      neededKeyIds: [],
      removableKeyIds: null,
      problems: [],
    }),
    mail: null,
    gateway: {
      wishes: postgresGatewayWishStore(db),
      takeSeconds: limits.takeSeconds,
      timeoutSeconds: limits.answerSeconds,
      now: () => new Date(),
      pause: () => wait(5),
    },
    worker: {
      wishes: workerWishes,
      takeSeconds: limits.takeSeconds,
      timeoutSeconds: limits.answerSeconds,
      now: () => new Date(),
      pause: pauseForChanges(workerWishes),
    },
    now: () => new Date(),
    retention: retentionOf({}),
    owner,
    signIn: createSignIn(
      { secret: TEST_SECRET, github },
      { db, stores, owner, log, openSecret: async () => TEST_SECRET },
    ),
    isOutage: isDatabaseOutage,
    limits,
    measures: NOTHING_MEASURED,
    traces: NOTHING_TRACED,
    log,
  };
}

/** As after a gateway's first start. */
async function prepareSealing(db: Database): Promise<ServerDeps["openSealing"]> {
  const { sealing } = createTestKeys();
  await postgresGatewayKeyStore(db).add(sealing.recipient.id);
  return async () => sealing;
}
