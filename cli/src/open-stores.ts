import {
  type Actor,
  findMachineOwner,
  type GatewayWishStore,
  LOCAL_NAMESPACE,
  type SealingKeys,
  type WorkerWishStore,
} from "@catalyst/core";
import {
  connectDatabase,
  type Database,
  type DoorStores,
  postgresDoorStores,
  postgresGatewayKeyStore,
  postgresGatewayWishStore,
  postgresWorkerWishStore,
} from "@catalyst/postgres";
import type { CliConfig } from "./config.ts";
import { makeHome } from "./home/make-home.ts";
import { openSealing } from "./sealing/open-sealing.ts";

/** Everything durable that commands work with. */
export interface Stores extends DoorStores {
  database: Database;
  gatewayWishes: GatewayWishStore;
  workerWishes: WorkerWishStore;
  /** What seals credentials and secrets: nothing here can open them again. */
  openSealing(): Promise<SealingKeys>;
  close(): Promise<void>;
}

/** Opens the database of the home, starting the embedded server if need be; who opens must close. */
export async function openStores(config: CliConfig): Promise<Stores> {
  const { home, databaseUrl } = config;
  await makeHome(home);
  const database = await connectDatabase({ home, databaseUrl });
  return {
    database,
    ...postgresDoorStores(database),
    gatewayWishes: postgresGatewayWishStore(database),
    workerWishes: postgresWorkerWishStore(database, LOCAL_NAMESPACE),
    openSealing: () => openSealing(config, postgresGatewayKeyStore(database)),
    close: () => database.close(),
  };
}

/** Who sits at this machine's terminal. */
export function findActor(stores: Pick<Stores, "accounts">): Promise<Actor> {
  return findMachineOwner(stores);
}
