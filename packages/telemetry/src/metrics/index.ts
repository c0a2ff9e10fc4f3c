/** What measures and tells, without what is measured of tasks, for which all of the core is loaded. */
export { Counter, Gauge, Histogram, type Registry } from "prom-client";
export { type Metrics, openMetrics } from "./open-metrics.ts";
