import { AGENT_REGISTRY } from "@catalyst/agents";
import type { AdvanceExecutionDeps } from "@catalyst/core";
import { type Database, followOwnChanges, isDatabaseThere, postgresMeasureStore } from "@catalyst/postgres";
import type { Logger } from "pino";
import type { WorkerConfig } from "../config.ts";
import type { TakeDeliveryDeps } from "../hearing/take-delivery.ts";
import { measurePhases } from "./measure-phases.ts";
import type { NoteAnswer } from "./register-github-limits.ts";

type Steps = Omit<AdvanceExecutionDeps, "signal">;

export interface WorkerMetrics {
  /** The same steps, measured. */
  measure(steps: Steps): Steps;
  /** A delivery of GitHub's was settled, so long after it came. */
  noteDelivery: TakeDeliveryDeps["noteSettled"];
  /** GitHub answered with these headers. */
  noteAnswer: NoteAnswer;
  /** Whether the worker finds its executions now. */
  noteReady(isReady: boolean): void;
  close(): Promise<void>;
}

/** Tells the worker's metrics where its settings say; nowhere: nothing is measured, nor loaded for it. */
export async function openWorkerMetrics(
  { metrics: address, places }: Pick<WorkerConfig, "metrics" | "places">,
  { db, log }: { db: Database; log: Logger },
): Promise<WorkerMetrics> {
  if (address === null) {
    const nothing = () => undefined;
    return {
      measure: (steps) => steps,
      noteDelivery: nothing,
      noteAnswer: nothing,
      noteReady: nothing,
      close: async () => undefined,
    };
  }
  const { followTasks, openMetrics } = await import("@catalyst/telemetry");
  const { registerDeliveries } = await import("./register-deliveries.ts");
  const { registerGitHubLimits } = await import("./register-github-limits.ts");
  const { registerMeasures } = await import("./register-measures.ts");
  const checks = { database: () => isDatabaseThere(db) };
  const { registry, noteReady, close } = await openMetrics({ process: "worker", address, checks, log });
  const agents = new Set<string>(AGENT_REGISTRY.map(({ id }) => id));
  const tasks = followTasks(registry, { store: postgresMeasureStore(db), agents });
  followOwnChanges(db, tasks.take);
  const notePhase = registerMeasures(registry, places);
  return {
    measure: (steps) => measurePhases(steps, notePhase),
    noteDelivery: registerDeliveries(registry),
    noteAnswer: registerGitHubLimits(registry),
    noteReady,
    async close() {
      await tasks.settle();
      await close();
    },
  };
}
