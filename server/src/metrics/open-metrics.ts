import type { MetricsAddress } from "@catalyst/core";
import { type Database, followOwnChanges, isDatabaseThere, postgresMeasureStore } from "@catalyst/postgres";
import type { Logger } from "pino";
import { NOTHING_MEASURED, type ServerMeasures } from "./server-measures.ts";

export interface ServerMetrics {
  measures: ServerMeasures;
  /** Whether the server answers now. */
  noteReady(isReady: boolean): void;
  close(): Promise<void>;
}

/** Tells the server's metrics at this address; null: nowhere, and nothing is measured, nor loaded for it. */
export async function openServerMetrics(
  address: MetricsAddress | null,
  { db, log }: { db: Database; log: Logger },
): Promise<ServerMetrics> {
  if (address === null) {
    return { measures: NOTHING_MEASURED, noteReady: () => undefined, close: async () => undefined };
  }
  const { followTasks, openMetrics, registerLoad } = await import("@catalyst/telemetry");
  const { AGENT_REGISTRY, AGENTS_WITH_MODEL } = await import("@catalyst/agents");
  const { registerMeasures } = await import("./register-measures.ts");
  const checks = { database: () => isDatabaseThere(db) };
  const { registry, noteReady, close } = await openMetrics({ process: "server", address, checks, log });
  const store = postgresMeasureStore(db);
  const agents = new Set<string>(AGENT_REGISTRY.map(({ id }) => id));
  const tasks = followTasks(registry, { store, agents });
  followOwnChanges(db, tasks.take);
  registerLoad(registry, store);
  return {
    measures: registerMeasures(registry, AGENTS_WITH_MODEL.length),
    noteReady,
    async close() {
      await tasks.settle();
      await close();
    },
  };
}
