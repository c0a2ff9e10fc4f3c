import { CatalystError, listCredentials } from "@catalyst/core";
import type { CliConfig } from "../config.ts";
import { findActor, openStores, type Stores } from "../open-stores.ts";
import { checkKept } from "./check-kept.ts";
import { describeError, type Finding, failed, limited, ok } from "./finding.ts";

/** Starts PostgreSQL, finds the gateway's key, looks for credentials and for what is kept. */
export async function checkStorage(config: CliConfig): Promise<Finding[]> {
  const startedAt = Date.now();
  let stores: Stores;
  try {
    stores = await openStores(config);
  } catch (error) {
    return [
      failed(
        "PostgreSQL",
        describeError(error),
        remedyOf(error, "Mend it, or set DATABASE_URL to a PostgreSQL of your own."),
      ),
    ];
  }
  try {
    const kind = config.databaseUrl === null ? "embedded" : `at ${new URL(config.databaseUrl).host}`;
    const postgres = ok("PostgreSQL", `${kind}, answered after ${Date.now() - startedAt} ms`);
    const kept = checkKept(stores, config);
    return [postgres, await checkGatewayKey(stores), await checkCredentials(stores, config), await kept];
  } finally {
    await stores.close();
  }
}

/** That the gateway has the other half of it, its start proves. */
async function checkGatewayKey(stores: Stores): Promise<Finding> {
  try {
    const { recipient } = await stores.openSealing();
    return ok("Gateway's key", recipient.id);
  } catch (error) {
    return failed("Gateway's key", describeError(error), remedyOf(error, "Put the key file back."));
  }
}

async function checkCredentials(stores: Stores, { providerVariables }: CliConfig): Promise<Finding> {
  const stored = await listCredentials({ actor: await findActor(stores) }, stores);
  const names = Object.keys(providerVariables).filter((name) => name.endsWith("_API_KEY") || name === "OLLAMA_HOST");
  if (stored.length === 0 && names.length === 0) {
    return limited("Credentials", "none; the demo needs none.", "Add one: catalyst credentials add anthropic");
  }
  const parts = [
    ...stored.map(({ provider, hint }) => `${provider}${hint === "" ? "" : ` …${hint}`}`),
    ...names.map((name) => `$${name}`),
  ];
  return ok("Credentials", parts.join(", "));
}

/** A CatalystError says the way out itself. */
function remedyOf(error: unknown, otherwise: string): string | null {
  return error instanceof CatalystError ? null : otherwise;
}
