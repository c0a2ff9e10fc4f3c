import type { MetricsAddress } from "@catalyst/core";
import { type Database, isDatabaseThere } from "@catalyst/postgres";
import type { Logger } from "pino";
import { type GatewayMeasures, NOTHING_MEASURED } from "./gateway-measures.ts";

export interface GatewayMetrics {
  measures: GatewayMeasures;
  /** Whether the gateway serves environments now. */
  noteReady(isReady: boolean): void;
  close(): Promise<void>;
}

/** Tells the gateway's metrics at this address; null: nowhere, and nothing is measured, nor loaded for it. */
export async function openGatewayMetrics(
  address: MetricsAddress | null,
  { db, log }: { db: Database; log: Logger },
): Promise<GatewayMetrics> {
  if (address === null) {
    return { measures: NOTHING_MEASURED, noteReady: () => undefined, close: async () => undefined };
  }
  const { openMetrics } = await import("@catalyst/telemetry");
  const { registerMeasures } = await import("./register-measures.ts");
  const checks = { database: () => isDatabaseThere(db) };
  const { registry, noteReady, close } = await openMetrics({ process: "gateway", address, checks, log });
  return { measures: registerMeasures(registry), noteReady, close };
}
