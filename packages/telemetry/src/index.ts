export { Counter, Gauge, Histogram, type Registry } from "prom-client";
export { type Metrics, openMetrics } from "./metrics/open-metrics.ts";
export { type LoadSource, registerLoad } from "./metrics/register-load.ts";
export { followTasks, type TaskFollower } from "./tasks/follow-tasks.ts";
