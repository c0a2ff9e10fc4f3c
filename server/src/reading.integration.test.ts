import { randomUUID } from "node:crypto";
import { storeTask } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "./testing/ask.ts";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

const BASE = "/api/v1";

let server: TestServer;
let taskId: string;
let executionId: string;

beforeAll(async () => {
  server = await startTestServer();
  for (let i = 0; i < 5; i++) {
    const stored = await storeTask(server.db);
    taskId = stored.task.id;
    executionId = stored.executionId;
  }
});

afterAll(() => server.close());

function get(path: string) {
  return ask(server.socketPath, { path: BASE + path });
}

test("pages of tasks hold each once, the newest first, whatever the page's size", async () => {
  const numbers: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await server.client.call("listTasks", { query: { limit: 2, cursor } });
    numbers.push(...page.data.map(({ number }) => number));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(numbers).toEqual([5, 4, 3, 2, 1]);
});

test("tasks are listed by one status and by several", async () => {
  const count = async (status: ("pending" | "failed")[]) =>
    (await server.client.call("listTasks", { query: { status } })).data.length;
  expect(await count(["failed"])).toBe(0);
  expect(await count(["pending"])).toBe(5);
  expect(await count(["failed", "pending"])).toBe(5);
});

test("a task is had by its number, its id and the beginning of that, with what was asked", async () => {
  for (const task of ["5", taskId, taskId.slice(0, 8)]) {
    const found = await server.client.call("getTask", { params: { task } });
    expect(found).toMatchObject({ id: taskId, body: "Fix the test", repository: { name: "repo" } });
  }
});

test("what it has spent and how it waits are told", async () => {
  const usage = await server.client.call("getUsage", { params: { task: taskId } });
  expect(usage).toMatchObject({ spent: { usd: 0, tokens: 0 }, executions: [{ executionId, requests: 0 }] });
  const { data } = await server.client.call("listTasks", { query: { limit: 1 } });
  expect(data).toMatchObject([{ id: taskId, waiting: { before: 4, placed: 0 } }]);
});

test("its executions and their events are had", async () => {
  const { data } = await server.client.call("listExecutions", { params: { task: taskId } });
  expect(data).toMatchObject([{ id: executionId, run: 1, state: "pending" }]);
  for (const text of ["a", "b", "c"]) {
    await server.deps.events.record({
      executionId,
      source: "worker",
      body: { type: "status", status: "running", detail: text },
    });
  }
  const first = await server.client.call("listEvents", { params: { execution: executionId }, query: { limit: 2 } });
  expect(first.data.map(({ number }) => number)).toEqual([1, 2]);
  const cursor = first.nextCursor ?? undefined;
  const rest = await server.client.call("listEvents", { params: { execution: executionId }, query: { cursor } });
  expect(rest).toMatchObject({ data: [{ number: 3, body: { detail: "c" } }], nextCursor: null });
  const read = async (query: object) =>
    (await server.client.call("listEvents", { params: { execution: executionId }, query })).data.map(
      ({ number }) => number,
    );
  expect(await read({ after: 1, limit: 500 })).toEqual([2, 3]);
  expect(await read({ latest: "true", limit: 2 })).toEqual([2, 3]);
});

test("tasks are counted, and what they spent summed up", async () => {
  const none = { count: 0, isMore: false };
  const counts = await server.client.call("countTasks", {});
  expect(counts).toMatchObject({ all: { count: 5, isMore: false }, running: { count: 5 }, needsYou: none });
  expect(await server.client.call("countTasks", { query: { q: "no title has this" } })).toMatchObject({ all: none });
  expect(await server.client.call("listSpending", { query: { days: 7 } })).toEqual({ data: [] });
});

test("a task that runs says in the list what it does", async () => {
  const { db, deps, client } = server;
  const running = await storeTask(db);
  await db.pool.query("update agent_tasks set status = 'running' where id = $1", [running.task.id]);
  const summary = "x".repeat(5000);
  const body = { type: "tool_call", callId: "1", tool: "Bash", summary } as const;
  await deps.events.record({ executionId: running.executionId, source: "worker", body });
  const { data } = await client.call("listTasks", { query: { limit: 2 } });
  expect(data).toMatchObject([
    { doing: { executionId: running.executionId, body: { tool: "Bash" } } },
    { doing: null },
  ]);
  expect(JSON.stringify(data).length).toBeLessThan(5000);
  const { doing } = await client.call("getTask", { params: { task: running.task.id } });
  expect(doing).toEqual(data[0]?.doing);
  await db.pool.query("update agent_tasks set status = 'pending' where id = $1", [running.task.id]);
});

test("a log is searched by the server, and an execution says its steps", async () => {
  const found = await server.client.call("findEvents", { params: { execution: executionId }, query: { q: "C" } });
  expect(found).toEqual({ numbers: [3], nextAfter: null });
  const path = `${BASE}/executions/${executionId}/events/found?q=C&type=a%00b`;
  expect((await ask(server.socketPath, { path })).status).toBe(400);
  const { data } = await server.client.call("listSteps", { params: { execution: executionId } });
  expect(data.map(({ kind, state }) => [kind, state])).toEqual([
    ["prepare", "running"],
    ["agent", "waiting"],
    ["publish", "waiting"],
  ]);
});

test("what isn't there is a problem with the code and the request's id", async () => {
  const headers = { "x-request-id": "mine-1" };
  const answer = await ask(server.socketPath, { path: `${BASE}/executions/${randomUUID()}/events`, headers });
  expect(answer.status).toBe(404);
  expect(answer.headers).toMatchObject({ "content-type": "application/problem+json", "x-request-id": "mine-1" });
  expect(JSON.parse(answer.text)).toMatchObject({ code: "not_found", status: 404, requestId: "mine-1" });
});

test("its health says which version it is", async () => {
  const answer = await ask(server.socketPath, { path: `${BASE}/health` });
  expect(JSON.parse(answer.text)).toEqual({ status: "ok", version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
});

test("an id that isn't fit for a log is replaced", async () => {
  const answer = await ask(server.socketPath, { path: `${BASE}/health`, headers: { "x-request-id": "a b{}" } });
  expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  ["/tasks?limit=0", "query.limit"],
  ["/tasks?limit=201", "query.limit"],
  ["/tasks?limt=5", "limt"],
  ["/tasks?status=lost", "query.status"],
  ["/tasks?cursor=xyz", "Begin again"],
  ["/tasks?cursor=dGFza3M6OTk5OTk5OTk5OQ", "Begin again"],
  ["/executions/17/events", "path.execution"],
  ["/executions/17/events/stream", "path.execution"],
  ["/tasks/nobody", "path.task"],
  ["/tasks/%00%00%00%00", "path.task"],
  ["/executions/00000000-0000-4000-8000-000000000000/events/stream?after=2000000001", "query.after"],
])("GET %s is refused with what is wrong", async (path, problem) => {
  const answer = await get(path);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ code: "invalid_input", detail: expect.stringContaining(problem) });
});

test.each([
  ["DELETE", "/tasks", "GET, HEAD, POST"],
  ["TRACE", "/tasks/5", "GET, HEAD"],
  ["DELETE", "/credentials/rotate", "POST"],
  ["POST", "/executions/x/events/stream", "GET"],
])("%s %s is refused with what may be asked there", async (method, path, allowed) => {
  const answer = await ask(server.socketPath, { method, path: BASE + path });
  expect(answer.status).toBe(405);
  expect(answer.headers.allow).toBe(allowed);
  expect(JSON.parse(answer.text)).toMatchObject({ code: "method_not_allowed" });
});

test.each(["/", "/api", "/api/v1/", "/api/v1/tasks/", "/api/v1/nothing", "/api/v1/tasks/%E0%A4%A"])(
  "nothing is at %s",
  async (path) => {
    const answer = await ask(server.socketPath, { path });
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.text)).toMatchObject({ code: "not_found" });
  },
);

test("HEAD is answered as GET, without the body", async () => {
  const answer = await ask(server.socketPath, { method: "HEAD", path: `${BASE}/tasks` });
  expect(answer).toMatchObject({ status: 200, text: "" });
});

test("whoever is on the machine is told the folder in which names of kept results are paths", async () => {
  const answer = await ask(server.socketPath, { path: `${BASE}/machine` });
  expect(JSON.parse(answer.text)).toEqual({
    keptFolder: server.deps.home,
    address: server.url,
    github: null,
  });
});
