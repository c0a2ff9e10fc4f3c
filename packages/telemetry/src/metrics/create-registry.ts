import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { type Checks, readChecks } from "../listen/read-checks.ts";

/** What every process tells: the library's own metrics of it (`process_`, `nodejs_`), and what it needs to do its work. */
export function createRegistry(process: string, checks: Checks): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ process });
  collectDefaultMetrics({ register: registry });
  const ready = new Gauge({
    name: "catalyst_ready",
    help: "Whether the process has what it needs to do its work: 1 for each thing that is given.",
    labelNames: ["check"],
    registers: [registry],
    async collect() {
      for (const [check, isGiven] of Object.entries(await readChecks(checks))) {
        ready.set({ check }, isGiven ? 1 : 0);
      }
    },
  });
  return registry;
}
