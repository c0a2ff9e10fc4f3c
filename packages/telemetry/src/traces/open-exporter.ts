import type { TraceSettings } from "@catalyst/core";
import { ExportResultCode } from "@opentelemetry/core";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import type { SpanExporter } from "@opentelemetry/sdk-trace";

/**
 * Posts spans to a collector, each batch once. OpenTelemetry's own exporter tries again for as long as it may, and keeps a process that
 * is to stop waiting for that; it reads the process' environment, too. `onFailure` is told once until the collector takes some.
 */
export function openExporter(
  { url, headers, timeoutMilliseconds }: TraceSettings,
  onFailure: () => void,
): SpanExporter & { abort(): void } {
  const closing = new AbortController();
  let isTold = false;
  const post = async (body: Uint8Array<ArrayBuffer>) => {
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/x-protobuf" },
      body,
      redirect: "error",
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMilliseconds)]),
    });
    await answer.body?.cancel();
    return answer.ok;
  };
  return {
    export(spans, done) {
      const body = ProtobufTraceSerializer.serializeRequest(spans) as Uint8Array<ArrayBuffer>;
      void post(body)
        .catch(() => false)
        .then((isTaken) => {
          if (!isTaken && !isTold) {
            onFailure();
          }
          isTold = !isTaken;
          done({ code: isTaken ? ExportResultCode.SUCCESS : ExportResultCode.FAILED });
        });
    },
    shutdown: async () => undefined,
    abort: () => closing.abort(),
  };
}
