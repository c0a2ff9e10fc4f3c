import type { MetricsAddress } from "@catalyst/core";
import type { Logger } from "pino";
import { NOTHING_MEASURED, type OperatorMeasures } from "./operator-measures.ts";

interface OperatorMetrics {
  measures: OperatorMeasures;
  /** Whether it leads, or stands by to. */
  noteReady(isReady: boolean): void;
  close(): Promise<void>;
}

interface Opening {
  agents: readonly string[];
  log: Logger;
  /** Whether the API server answered lately. */
  isClusterThere: () => boolean;
}

/** Tells the operator's metrics and its health at this address; null: nowhere, and nothing is measured, nor loaded for it. */
export async function openOperatorMetrics(
  address: MetricsAddress | null,
  { agents, log, isClusterThere }: Opening,
): Promise<OperatorMetrics> {
  if (address === null) {
    return { measures: NOTHING_MEASURED, noteReady: () => undefined, close: async () => undefined };
  }
  const { openMetrics } = await import("@catalyst/telemetry/metrics");
  const { registerMeasures } = await import("./register-measures.ts");
  const checks = { cluster: isClusterThere };
  const { registry, noteReady, close } = await openMetrics({ process: "operator", address, checks, log });
  return { measures: registerMeasures(registry, agents), noteReady, close };
}
