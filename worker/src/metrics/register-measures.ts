import { Gauge, Histogram, type Registry } from "@catalyst/telemetry";
import type { ProvisionPhase } from "./measure-phases.ts";

const PHASE_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300];

/** The worker's own metrics. Returns how a phase of an environment's provisioning is told. */
export function registerMeasures(registry: Registry, places: number): (phase: ProvisionPhase, seconds: number) => void {
  const registers = [registry];
  new Gauge({
    name: "catalyst_places",
    help: "How many executions may run at once where this worker's environments are.",
    registers,
  }).set(places);
  const phases = new Histogram({
    name: "catalyst_env_provision_phase_duration_seconds",
    help: "What makes an environment's provisioning last: each of its phases that was done.",
    labelNames: ["phase"],
    buckets: PHASE_BUCKETS,
    registers,
  });
  return (phase, seconds) => phases.observe({ phase }, seconds);
}
