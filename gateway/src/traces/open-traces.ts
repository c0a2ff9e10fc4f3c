import type { TraceWish } from "@catalyst/core";
import type { Logger } from "pino";
import { NOTHING_TRACED, type TraceLlm } from "./llm-traces.ts";

/** Sends the gateway's traces where its settings say. Nowhere: nothing is loaded for it. */
export async function openGatewayTraces(
  { settings, problem }: TraceWish,
  log: Logger,
): Promise<{ traceLlm: TraceLlm; close(): Promise<void> }> {
  if (problem !== null) {
    log.warn({ problem }, "Tracing is off: a setting of it can't be followed");
  }
  if (settings === null) {
    return { traceLlm: NOTHING_TRACED, close: async () => undefined };
  }
  const { openTraces } = await import("@catalyst/telemetry/traces");
  const { traceLlm } = await import("./trace-llm.ts");
  const { record, close } = openTraces({ process: "gateway", settings, log });
  return { traceLlm: traceLlm(record), close };
}
