import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { readFields } from "./read-protobuf.ts";

/** A span as a collector gets it. */
export interface SeenSpan {
  process: string;
  service: string;
  name: string;
  traceId: string;
  spanId: string;
  /** null: it begins its trace. */
  parentId: string | null;
  attributes: Record<string, string | number | boolean>;
  linked: string[];
  hasFailed: boolean;
  seconds: number;
}

export interface Collector {
  url: string;
  spans: SeenSpan[];
  /** Those of each request. */
  headers: IncomingHttpHeaders[];
  /** All that was sent, as text. */
  text(): string;
  close(): Promise<void>;
}

/** What takes traces by OTLP over HTTP, as a collector does. */
export async function startCollector(): Promise<Collector> {
  const spans: SeenSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  const bodies: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>));
    const isOurs = request.method === "POST" && request.url === "/v1/traces";
    if (isOurs) {
      bodies.push(body);
      headers.push(request.headers);
      spans.push(...readRequest(body));
    }
    response.writeHead(isOurs ? 200 : 404, { "content-type": "application/x-protobuf" }).end();
  });
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    headers,
    text: () => Buffer.concat(bodies).toString("latin1"),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** See https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto/trace/v1 for the numbers. */
function readRequest(request: Buffer): SeenSpan[] {
  return messages(request, 1).flatMap((resourceSpans) => {
    const resource = readAttributes(messages(resourceSpans, 1)[0] ?? Buffer.alloc(0), 1);
    const spans = messages(resourceSpans, 2).flatMap((scopeSpans) => messages(scopeSpans, 2));
    return spans.map((span) => readSpan(span, resource));
  });
}

function readSpan(span: Buffer, resource: SeenSpan["attributes"]): SeenSpan {
  const [status = Buffer.alloc(0)] = messages(span, 15);
  const hex = (number: number) => messages(span, number)[0]?.toString("hex") ?? "";
  return {
    process: String(resource["catalyst.process"]),
    service: String(resource["service.name"]),
    name: messages(span, 5)[0]?.toString("utf8") ?? "",
    traceId: hex(1),
    spanId: hex(2),
    parentId: hex(4) || null,
    attributes: readAttributes(span, 9),
    linked: messages(span, 13).map((link) => messages(link, 1)[0]?.toString("hex") ?? ""),
    hasFailed: numbers(status, 3)[0] === 2n,
    seconds: Number((numbers(span, 8)[0] ?? 0n) - (numbers(span, 7)[0] ?? 0n)) / 1e9,
  };
}

function readAttributes(message: Buffer, number: number): SeenSpan["attributes"] {
  return Object.fromEntries(
    messages(message, number).map((pair) => {
      const [name = Buffer.alloc(0), value = Buffer.alloc(0)] = [messages(pair, 1)[0], messages(pair, 2)[0]];
      return [name.toString("utf8"), readValue(value)];
    }),
  );
}

function readValue(value: Buffer): string | number | boolean {
  const [field] = readFields(value);
  switch (field?.number) {
    case 2:
      return field.value === 1n;
    case 3:
      return Number(field.value);
    case 4: {
      const bits = Buffer.alloc(8);
      bits.writeBigUInt64LE(field.value as bigint);
      return bits.readDoubleLE();
    }
    default:
      return (field?.value as Buffer | undefined)?.toString("utf8") ?? "";
  }
}

function messages(message: Buffer, number: number): Buffer[] {
  return readFields(message).flatMap((field) => (field.number === number ? [field.value as Buffer] : []));
}

function numbers(message: Buffer, number: number): bigint[] {
  return readFields(message).flatMap((field) => (field.number === number ? [field.value as bigint] : []));
}
