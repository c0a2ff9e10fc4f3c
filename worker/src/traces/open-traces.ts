import { AGENT_REGISTRY } from "@catalyst/agents";
import type { AdvanceExecutionDeps, TraceWish } from "@catalyst/core";
import type { Logger } from "pino";

type Steps = Omit<AdvanceExecutionDeps, "signal">;

export interface WorkerTraces {
  /** The same steps, traced. */
  trace(steps: Steps): Steps;
  close(): Promise<void>;
}

/** Sends the worker's traces where its settings say. Nowhere: nothing is loaded for it. */
export async function openWorkerTraces({ settings, problem }: TraceWish, log: Logger): Promise<WorkerTraces> {
  if (problem !== null) {
    log.warn({ problem }, "Tracing is off: a setting of it can't be followed");
  }
  if (settings === null) {
    return { trace: (steps) => steps, close: async () => undefined };
  }
  const { openTraces } = await import("@catalyst/telemetry/traces");
  const { traceSteps } = await import("./trace-steps.ts");
  const { record, close } = openTraces({ process: "worker", settings, log });
  const agents = new Set<string>(AGENT_REGISTRY.map(({ id }) => id));
  return { trace: (steps) => traceSteps(steps, { record, agents, now: Date.now }), close };
}
