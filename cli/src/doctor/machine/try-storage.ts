import type { CliConfig } from "../../config.ts";
import { openStores, type Stores } from "../../open-stores.ts";
import { type Finding, failedBy, ok } from "../finding.ts";

/** Starts PostgreSQL and finds the gateway's key. */
export async function tryStorage(config: CliConfig, kind: string): Promise<Finding[]> {
  const startedAt = Date.now();
  let stores: Stores;
  try {
    stores = await openStores(config);
  } catch (error) {
    return [failedBy("PostgreSQL", error, "Mend it, or set DATABASE_URL to a PostgreSQL of your own.")];
  }
  try {
    const postgres = ok("PostgreSQL", `${kind}, answered after ${Date.now() - startedAt} ms`);
    return [postgres, await tryGatewayKey(stores)];
  } finally {
    await stores.close();
  }
}

/** That the gateway has the other half of it, its start proves. */
async function tryGatewayKey(stores: Stores): Promise<Finding> {
  try {
    const { recipient } = await stores.openSealing();
    return ok("Gateway's key", recipient.id);
  } catch (error) {
    return failedBy("Gateway's key", error, "Put the key file back.");
  }
}
