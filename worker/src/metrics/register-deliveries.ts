import { Counter, Histogram, type Registry } from "@catalyst/telemetry";
import type { TakeDeliveryDeps } from "../hearing/take-delivery.ts";

/** The target of what people see is five seconds. */
const WAIT_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600];

/** What GitHub tells, by what came of it. Returns how a delivery is told that was settled. */
export function registerDeliveries(registry: Registry): TakeDeliveryDeps["noteSettled"] {
  const registers = [registry];
  const deliveries = new Counter({
    name: "catalyst_github_deliveries_total",
    help: "Deliveries of GitHub that were decided, by what came of them; failed: set aside.",
    labelNames: ["decision"],
    registers,
  });
  const waits = new Histogram({
    name: "catalyst_github_decision_seconds",
    help: "From when a delivery of GitHub came until it was decided.",
    buckets: WAIT_BUCKETS,
    registers,
  });
  return (decision, seconds) => {
    deliveries.inc({ decision });
    waits.observe(Math.max(0, seconds));
  };
}
