import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { type TraceSettings, TraceVariables, tracesOf } from "@catalyst/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Collector, startCollector } from "../testing/start-collector.ts";
import { openTraces } from "./open-traces.ts";
import type { Span } from "./span.ts";

const taskId = randomUUID();
const executionId = randomUUID();
const span: Span = {
  name: "run",
  place: { kind: "of_execution", taskId, executionId },
  kind: "internal",
  startedAt: 1_000,
  endedAt: 3_500,
  attributes: { "catalyst.agent": "aider", tokens: 7, isDone: true },
  hasFailed: false,
};

let collector: Collector;

beforeEach(async () => {
  collector = await startCollector();
});
afterEach(() => collector.close());

function open(variables: Record<string, string> = {}) {
  const said = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, ...variables };
  const { settings } = tracesOf(TraceVariables.parse(said));
  const log = { info: () => undefined, warn: () => undefined };
  return openTraces({ process: "worker", settings: settings as TraceSettings, log: log as never });
}

test("a span arrives as it was told, by a resource and with headers of the settings", async () => {
  const traces = open({
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20x",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
  });
  traces.record(span);
  traces.record({ ...span, name: "publish", hasFailed: true });
  await traces.close();
  expect(collector.headers[0]).toMatchObject({ authorization: "Bearer x" });
  expect(collector.spans).toMatchObject([
    {
      process: "worker",
      service: "catalyst-worker",
      name: "run",
      attributes: span.attributes,
      seconds: 2.5,
      hasFailed: false,
    },
    { name: "publish", hasFailed: true },
  ]);
  expect(collector.text()).toContain("deployment.environment.name");
});

test("what is of a task is one trace, whose ids each process knows, and what isn't has its own", async () => {
  const traces = open();
  const places = [
    { kind: "task", taskId },
    { kind: "of_task", taskId },
    { kind: "execution", taskId, executionId },
    { kind: "of_execution", taskId, executionId },
    { kind: "alone" },
  ] as const;
  for (const place of places) {
    traces.record({ ...span, place });
  }
  await traces.close();
  const [root, ofTask, execution, ofExecution, alone] = collector.spans;
  const traceId = taskId.replaceAll("-", "");
  expect(root).toMatchObject({ traceId, parentId: null });
  expect(ofTask).toMatchObject({ traceId, parentId: root?.spanId });
  expect(execution).toMatchObject({ traceId, parentId: root?.spanId });
  expect(ofExecution).toMatchObject({ traceId, parentId: execution?.spanId });
  expect(alone).toMatchObject({ traceId: expect.not.stringContaining(traceId), parentId: null });
});

test("a client's trace is linked and never continued, and what is none is left", async () => {
  const traces = open();
  const linkedTo = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  traces.record({ ...span, linkedTo });
  for (const wrong of [
    "",
    "x".repeat(100_000),
    linkedTo.toUpperCase(),
    linkedTo.replace("00-", "ff-"),
    `00-${"0".repeat(32)}-${"0".repeat(16)}-01`,
  ]) {
    traces.record({ ...span, linkedTo: wrong });
  }
  await traces.close();
  expect(collector.spans[0]).toMatchObject({ traceId: taskId.replaceAll("-", ""), linked: [linkedTo.slice(3, 35)] });
  expect(collector.spans.slice(1).flatMap(({ linked }) => linked)).toEqual([]);
});

test("of many traces a share is kept, and the same ones in each process", async () => {
  const variables = { OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" };
  const [one, other] = [open(variables), open(variables)];
  for (let count = 0; count < 200; count++) {
    const place = { kind: "execution", taskId: randomUUID(), executionId } as const;
    one.record({ ...span, name: "one", place });
    other.record({ ...span, name: "other", place });
  }
  await Promise.all([one.close(), other.close()]);
  const seen = (name: string) =>
    collector.spans.flatMap((told) => (told.name === name ? [told.traceId] : [])).toSorted();
  expect(seen("one").length).toBeGreaterThan(50);
  expect(seen("one").length).toBeLessThan(150);
  expect(seen("one")).toEqual(seen("other"));
});

test.each(["never answers", "isn't there"])(
  "a collector that %s is told of once, and keeps a stop two seconds at most",
  async (how) => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen({ host: "127.0.0.1", port: 0 }, resolve));
    // Nobody listens on the first port.
    const port = how === "isn't there" ? 1 : (silent.address() as AddressInfo).port;
    const script = `
    import { openTraces } from ${JSON.stringify(new URL("open-traces.ts", import.meta.url))};
    const settings = { url: "http://127.0.0.1:${port}/", headers: {}, timeoutMilliseconds: 600_000, serviceName: null, resource: {}, ratio: 1 };
    const log = { info() {}, warn: (_fields, words) => console.log(words) };
    const { record, close } = openTraces({ process: "worker", settings, log });
    const span = ${JSON.stringify(span)};
    for (let count = 0; count < 10_000; count++) { record(span); }
    await close();`;
    const { status, stdout } = await run(script);
    silent.close();
    expect(status).toBe(0);
    expect(stdout.match(/aren't taken/g) ?? []).toHaveLength(1);
  },
);

/** Ends only when nothing keeps the process. */
function run(script: string): Promise<{ status: number | null; stdout: string }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    env: {},
    stdio: ["ignore", "pipe", "inherit"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, stdout })));
}
