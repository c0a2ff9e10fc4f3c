import { readGatewayPublic } from "@catalyst/machine/apart/keys";
import type { CliConfig } from "../../config.ts";
import { findUp } from "../../up/lock/up-lock.ts";
import { type Finding, failedBy, ok } from "../finding.ts";

/** PostgreSQL and the gateway's key. Where all services are ready both work, else they are tried: what prevents the services shows there. */
export async function checkStorage(config: CliConfig): Promise<Finding[]> {
  const up = await findUp(config.home);
  const isReady = up !== null && up.services.length > 0 && up.services.every(({ state }) => state === "ready");
  const kind = config.databaseUrl === null ? "embedded" : `at ${new URL(config.databaseUrl).host}`;
  if (!isReady) {
    const { tryStorage } = await import("./try-storage.ts");
    return tryStorage(config, kind);
  }
  try {
    const key = await readGatewayPublic(config.home);
    return [ok("PostgreSQL", `${kind}, the services work with it`), ok("Gateway's key", key?.id ?? "published")];
  } catch (error) {
    return [failedBy("Gateway's key", error, "Put the key file back.")];
  }
}
