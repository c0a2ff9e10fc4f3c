export { type Collector, type SeenSpan, startCollector } from "./start-collector.ts";
