import type { Span } from "@catalyst/telemetry/traces";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { traceRequests } from "./trace-requests.ts";

let server: TestServer;
let told: Span[];

beforeEach(async () => {
  told = [];
  server = await startTestServer();
  server.deps.traces = traceRequests((span) => void told.push(span));
});
afterEach(() => server.close());

test("a request is told by its route and status, without what was asked", async () => {
  await server.client.call("listTasks", { query: { q: "secret words" } });
  const unknown = server.client.call("getTask", { params: { task: "0123abcd" } });
  await expect(unknown).rejects.toMatchObject({ code: "not_found" });
  expect(told).toMatchObject([
    {
      name: "GET /api/v1/tasks",
      place: { kind: "alone" },
      kind: "server",
      attributes: { "http.request.method": "GET", "http.route": "/api/v1/tasks", "http.response.status_code": 200 },
    },
    { name: "GET /api/v1/tasks/{task}", hasFailed: false, attributes: { "http.response.status_code": 404 } },
  ]);
  expect(JSON.stringify(told)).not.toMatch(/secret|0123abcd/);
});

test("the request that a task comes of begins its trace, and what else is asked of it is below that", async () => {
  const repository = { kind: "folder", path: "/nowhere", head: null } as const;
  const source = { kind: "prompt", text: "Mend it" } as const;
  const { id: taskId } = await server.client.call("createTask", { body: { repository, source } });
  await server.client.call("cancelTask", { params: { task: taskId } });
  expect(told).toMatchObject([
    { name: "POST /api/v1/tasks", place: { kind: "task", taskId } },
    { name: "POST /api/v1/tasks/{task}/cancel", place: { kind: "of_task", taskId } },
  ]);
});

test("nobody's request is told, nor their traceparent", async () => {
  const headers = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
  expect((await fetch(`${server.url}/api/v1/tasks`, { headers })).status).toBe(401);
  expect(told).toEqual([]);
});
