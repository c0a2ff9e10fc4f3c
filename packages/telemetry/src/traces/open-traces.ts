import { setTimeout as wait } from "node:timers/promises";
import type { MeasuredProcess, TraceSettings } from "@catalyst/core";
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";
import { deriveIds, type SpanIds } from "./derive-ids.ts";
import { openExporter } from "./open-exporter.ts";
import { readTraceparent } from "./read-traceparent.ts";
import type { Span, Traces } from "./span.ts";

/** What is beyond that while nobody takes it is dropped. */
const MAX_WAITING = 2048;
const SEND_MILLISECONDS = 2000;
const CLOSE_MILLISECONDS = 2000;
const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

export interface OpenTracesInput {
  process: MeasuredProcess;
  settings: TraceSettings;
  log: Pick<Logger, "info" | "warn">;
}

/** Sends spans to a collector. One that can't be reached costs a bounded list, and what was to be told is lost. */
export function openTraces({ process, settings, log }: OpenTracesInput): Traces {
  let next: SpanIds = deriveIds({ kind: "alone" });
  const exporter = openExporter(settings, () => log.warn({}, "traces aren't taken by the collector"));
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      ...settings.resource,
      "service.name": settings.serviceName ?? `catalyst-${process}`,
      "catalyst.process": process,
    }),
    sampler: new TraceIdRatioBasedSampler(settings.ratio),
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    spanProcessors: [
      new BatchSpanProcessor({
        ...{ exporter, maxQueueSize: MAX_WAITING, scheduledDelayMillis: SEND_MILLISECONDS },
        exportTimeoutMillis: settings.timeoutMilliseconds,
      }),
    ],
  });
  const tracer = provider.getTracer("catalyst");
  log.info({ url: new URL(settings.url).origin }, "traces are sent");
  return {
    record(span) {
      next = deriveIds(span.place);
      const { traceId, parentId } = next;
      const parent = parentId === null ? null : { traceId, spanId: parentId, traceFlags: TraceFlags.SAMPLED };
      const context =
        parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true });
      const started = tracer.startSpan(span.name, optionsOf(span), context);
      if (span.hasFailed) {
        started.setStatus({ code: SpanStatusCode.ERROR });
      }
      started.end(timeOf(Math.max(span.endedAt, span.startedAt)));
    },
    async close() {
      const sent = provider.shutdown().catch(() => undefined);
      await Promise.race([sent, wait(CLOSE_MILLISECONDS, undefined, { ref: false })]);
      // Nothing that is still on its way keeps the process.
      exporter.abort();
    },
  };
}

/** A mere number may be taken for one of the process' own clock. */
function timeOf(milliseconds: number): [seconds: number, nanoseconds: number] {
  return [Math.floor(milliseconds / 1000), Math.round((milliseconds % 1000) * 1e6)];
}

function optionsOf({ kind, startedAt, attributes, linkedTo }: Span) {
  const asker = readTraceparent(linkedTo);
  return {
    kind: KINDS[kind],
    startTime: timeOf(startedAt),
    attributes,
    ...(asker === null ? {} : { links: [{ context: asker }] }),
  };
}
