import { request } from "node:http";
import type { MetricsAddress } from "@catalyst/core";
import { afterEach, expect, test } from "vitest";
import { type Metrics, openMetrics } from "./open-metrics.ts";

const ADDRESS = { host: "127.0.0.1", port: 0 };
const log = { info: () => undefined };
const opened: Metrics[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

async function open(
  checks: Parameters<typeof openMetrics>[0]["checks"] = {},
  change: Partial<MetricsAddress> = {},
): Promise<Metrics> {
  const metrics = await openMetrics({ process: "worker", address: { ...ADDRESS, ...change }, checks, log });
  opened.push(metrics);
  return metrics;
}

/** What is answered, with any method and by any name. */
function ask(url: string, { method = "GET", host = "", token = "" } = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(host === "" ? {} : { host }),
      ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
    };
    const asked = request(url, { method, headers, agent: false }, async (response) => {
      const body = (await response.setEncoding("utf8").toArray()).join("");
      resolve({ status: response.statusCode as number, body });
    });
    asked.once("error", reject).end();
  });
}

test("it is alive as soon as it listens, and ready when it works and has what it needs", async () => {
  let isDatabaseThere = false;
  const { url, noteReady } = await open({ database: () => isDatabaseThere });
  expect(await ask(`${url}/healthz`)).toEqual({ status: 200, body: '{"status":"ok"}\n' });
  expect(await ask(`${url}/readyz`)).toEqual({
    status: 503,
    body: '{"status":"unavailable","checks":{"database":false,"working":false}}\n',
  });
  isDatabaseThere = true;
  noteReady(true);
  await expect.poll(() => ask(`${url}/readyz`)).toMatchObject({ status: 200 });
});

test("a check that fails, or that never answers, isn't given", async () => {
  const checks = { failing: () => Promise.reject(new Error("no")), hanging: () => new Promise(() => undefined) };
  const { url } = await open(checks);
  expect(JSON.parse((await ask(`${url}/readyz`)).body).checks).toEqual({
    ...{ failing: false, hanging: false, working: false },
  });
});

test("metrics are told with what the process has, under its name", async () => {
  const { url, noteReady } = await open({ database: async () => undefined });
  noteReady(true);
  const { status, body } = await ask(`${url}/metrics`);
  expect(status).toBe(200);
  expect(body).toContain('catalyst_ready{check="database",process="worker"} 1');
  expect(body).toContain('catalyst_ready{check="working",process="worker"} 1');
  expect(body).toMatch(/^process_resident_memory_bytes\{process="worker"\} \d+$/m);
});

test.each([
  ["POST", "/metrics", 405],
  ["HEAD", "/metrics", 200],
  ["GET", "/", 404],
  ["GET", "/metrics/", 404],
  ["GET", "/constructor", 404],
  ["GET", "/readyz?verbose", 503],
])("%s %s is answered with %i", async (method, path, status) => {
  const { url } = await open();
  expect((await ask(`${url}${path}`, { method })).status).toBe(status);
});

test.each([
  ["evil.example", 421],
  ["127.0.0.1.evil.example:80", 421],
  ["localhost:1", 200],
  ["[::1]:9464", 200],
])("asked by the name %s, a listener on this machine answers %i", async (host, status) => {
  const { url } = await open();
  expect((await ask(`${url}/metrics`, { host })).status).toBe(status);
});

test("a port that is taken is told", async () => {
  const { url } = await open();
  const again = open({}, { port: Number(new URL(url).port) });
  await expect(again).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("another program") });
});

test("an address that isn't this machine's is told", async () => {
  const address = { host: "192.0.2.1", port: 0 };
  const opening = openMetrics({ process: "worker", address, checks: {}, log });
  await expect(opening).rejects.toMatchObject({ code: "invalid_configuration" });
});

const TOKEN = "0123456789abcdef";

test("where others may ask, metrics are told to nobody without a token, and nothing starts where none is said", async () => {
  await expect(open({}, { host: "0.0.0.0" })).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("CATALYST_METRICS_TOKEN"),
  });
  const { url } = await open({}, { host: "0.0.0.0", token: TOKEN });
  const here = url.replace("0.0.0.0", "127.0.0.1");
  for (const [asked, status] of [
    [{}, 401],
    [{ token: `${TOKEN}0` }, 401],
    [{ token: TOKEN }, 200],
    [{ host: "evil.example" }, 421],
    [{ host: "evil.example", token: "wrong" }, 421],
    [{ host: "metrics.example:9464", token: TOKEN }, 200],
  ] as const) {
    expect((await ask(`${here}/metrics`, asked)).status, JSON.stringify(asked)).toBe(status);
  }
  expect((await ask(`${here}/healthz`)).status).toBe(200);
  expect((await ask(`${here}/healthz`, { host: "evil.example" })).status).toBe(421);
});
