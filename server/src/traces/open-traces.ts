import type { TraceWish } from "@catalyst/core";
import type { Logger } from "pino";
import { NOTHING_TRACED, type RequestTraces } from "./request-traces.ts";

/** Sends the server's traces where its settings say. Nowhere: nothing is loaded for it. */
export async function openServerTraces(
  { settings, problem }: TraceWish,
  log: Logger,
): Promise<{ traces: RequestTraces; close(): Promise<void> }> {
  if (problem !== null) {
    log.warn({ problem }, "Tracing is off: a setting of it can't be followed");
  }
  if (settings === null) {
    return { traces: NOTHING_TRACED, close: async () => undefined };
  }
  const { openTraces } = await import("@catalyst/telemetry/traces");
  const { traceRequests } = await import("./trace-requests.ts");
  const { record, close } = openTraces({ process: "server", settings, log });
  return { traces: traceRequests(record), close };
}
