import type { MeasuredProcess, MetricsAddress } from "@catalyst/core";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { openMetricsListener } from "../listen/open-metrics-listener.ts";
import type { Checks } from "../listen/read-checks.ts";
import { createRegistry } from "./create-registry.ts";

export interface OpenMetricsInput {
  process: MeasuredProcess;
  address: MetricsAddress;
  /** What it needs to do its work, beside having started. */
  checks: Checks;
  log: Pick<Logger, "info">;
}

export interface Metrics {
  registry: Registry;
  /** Without the path. */
  url: string;
  /** Whether the process takes work now; it doesn't until this is told. */
  noteReady(isReady: boolean): void;
  close(): Promise<void>;
}

/** Tells a process' metrics and its health. Throws `conflict` for a taken port, and `invalid_configuration`. */
export async function openMetrics({ process, address, checks, log }: OpenMetricsInput): Promise<Metrics> {
  let isWorking = false;
  const all: Checks = { ...checks, working: () => isWorking };
  const registry = createRegistry(process, all);
  const { url, close } = await openMetricsListener({ who: `the ${process}`, address, registry, checks: all, log });
  return {
    registry,
    url,
    noteReady(isReady) {
      isWorking = isReady;
    },
    close,
  };
}
