/** Apart from metrics: each is loaded only where it is asked for. */
export { openTraces } from "./open-traces.ts";
export type { RecordSpan, Span, SpanPlace, Traces } from "./span.ts";
