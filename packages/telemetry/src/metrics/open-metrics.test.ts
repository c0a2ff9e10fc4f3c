import { request } from "node:http";
import { afterEach, expect, test } from "vitest";
import { type Metrics, openMetrics } from "./open-metrics.ts";

const ADDRESS = { host: "127.0.0.1", port: 0 };
const log = { info: () => undefined };
const opened: Metrics[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map(({ close }) => close()));
});

async function open(checks: Parameters<typeof openMetrics>[0]["checks"] = {}, port = 0): Promise<Metrics> {
  const metrics = await openMetrics({ process: "worker", address: { ...ADDRESS, port }, checks, log });
  opened.push(metrics);
  return metrics;
}

/** What is answered, with any method and by any name. */
function ask(url: string, { method = "GET", host = "" } = {}): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = host === "" ? {} : { host };
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
  const again = open({}, Number(new URL(url).port));
  await expect(again).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("another program") });
});

test("an address that isn't this machine's is told", async () => {
  const address = { host: "192.0.2.1", port: 0 };
  const opening = openMetrics({ process: "worker", address, checks: {}, log });
  await expect(opening).rejects.toMatchObject({ code: "invalid_configuration" });
});
