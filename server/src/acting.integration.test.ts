import { listExecutions } from "@catalyst/api";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

const KEY = "sk-ant-canary-0123456789";

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});

afterEach(() => server.close());

function create(change: object = {}) {
  const repository = { kind: "folder", path: "/srv/shop", head: null } as const;
  const source = { kind: "prompt", text: "Fix the failing test" } as const;
  return server.client.call("createTask", { body: { repository, source, ...change } });
}

test("a task is asked for, with what isn't said left to be decided, and its keys are sealed for it alone", async () => {
  const keys = [{ provider: "anthropic", key: KEY, baseUrl: null }] as const;
  const task = await create({ keys, agents: [{ agent: "codex" }] });
  expect(task).toMatchObject({ number: 1, status: "pending", taskType: "prompt", agentType: null, branch: null });
  const [execution] = (await server.client.call("listExecutions", { params: { task: "1" } })).data;
  expect(execution).toMatchObject({ taskId: task.id, state: "pending" });
  expect(await server.deps.executions.get(execution?.id as string)).toMatchObject({ asked: { agent: "codex-cli" } });
  const [sealed] = await server.deps.credentials.listAll();
  expect(sealed).toMatchObject({ taskId: task.id, hint: "6789" });
  expect(JSON.stringify(sealed)).not.toContain("canary");
  expect((await server.client.call("listCredentials", {})).data).toEqual([]);
});

test("the attempts at a task come in pages, each once and in order, and a client has all of them", async () => {
  const agents = ["aider", "codex", "claude-code"].map((agent) => ({ agent }));
  const { id } = await create({ agents, options: { race: { pick: "person" } } });
  const first = await server.client.call("listExecutions", { params: { task: id }, query: { limit: 2 } });
  expect(first.data.map(({ run }) => run)).toEqual([1, 2]);
  const query = { limit: 2, cursor: first.nextCursor as string };
  const second = await server.client.call("listExecutions", { params: { task: id }, query });
  expect(second).toMatchObject({ data: [{ run: 3 }], nextCursor: null });
  expect((await listExecutions(id, server.client)).map(({ run }) => run)).toEqual([1, 2, 3]);
  const wrong = { limit: 2, cursor: "WyJ0YXNrcyIsMV0" };
  await expect(server.client.call("listExecutions", { params: { task: id }, query: wrong })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test.each([
  [{ repository: { kind: "folder", path: "shop", head: null } }],
  [{ repository: { kind: "url", url: "http://example.com/x" } }],
  [{ source: { kind: "prompt", text: "" } }],
  [{ agents: [] }],
  [{ agents: [{ agent: "aider" }, { agent: "codex" }] }],
  [{ branch: "../x" }],
  [{ assignedBy: "somebody" }],
])("what can't be asked for is refused before anything is stored: %j", async (change) => {
  await expect(create(change)).rejects.toMatchObject({ code: "invalid_input", status: 400 });
  expect((await server.client.call("listTasks", { query: {} })).data).toEqual([]);
});

test("a task is cancelled and tried again by another agent, by any of its names, and with more time", async () => {
  const { id } = await create();
  const params = { task: id };
  await expect(server.client.call("retryTask", { params, body: {} })).rejects.toMatchObject({ code: "conflict" });
  expect(await server.client.call("cancelTask", { params })).toMatchObject({ cancelRequestedAt: expect.any(String) });
  const [first] = await server.deps.executions.listForTask(id);
  const claim = { executionId: first?.id as string, workerId: "test", leaseSeconds: 60 };
  const lease = (await server.deps.executions.claim(claim)) ?? { executionId: "", epoch: 0 };
  const end = { state: "cancelled", failureReason: null, errorMessage: null, result: null } as const;
  await server.deps.executions.end(lease, end, {});
  const body = { agent: { agent: "codex", model: null }, timeoutSeconds: 7200 };
  expect(await server.client.call("retryTask", { params, body })).toMatchObject({ status: "pending" });
  expect(await server.deps.executions.listForTask(id)).toMatchObject([{}, { asked: { agent: "codex-cli" } }]);
  expect(await server.client.call("getTask", { params })).toMatchObject({ asked: { timeoutSeconds: 7200 } });
});

test("a task that has ended is archived and leaves the list, until it is put back or goes on; one that goes on isn't", async () => {
  const { id } = await create();
  const params = { task: id };
  const { client, deps } = server;
  const isListed = async (archived: "true" | "false") =>
    (await client.call("listTasks", { query: { archived, limit: 200 } })).data.some((task) => task.id === id);
  await expect(client.call("archiveTask", { params })).rejects.toMatchObject({ code: "conflict" });
  const [first] = await deps.executions.listForTask(id);
  const claim = { executionId: first?.id as string, workerId: "test", leaseSeconds: 60 };
  const lease = (await deps.executions.claim(claim)) ?? { executionId: "", epoch: 0 };
  const end = { state: "failed", failureReason: "agent_failed", errorMessage: null, result: null } as const;
  await deps.executions.end(lease, end, {});
  const { all, archived } = await client.call("countTasks", {});
  expect(await client.call("archiveTask", { params })).toMatchObject({ archivedAt: expect.any(String) });
  expect(await client.call("countTasks", {})).toMatchObject({
    all: { count: all.count - 1 },
    archived: { count: archived.count + 1 },
  });
  expect([await isListed("false"), await isListed("true")]).toEqual([false, true]);
  expect(await client.call("unarchiveTask", { params })).toMatchObject({ archivedAt: null });
  expect([await isListed("false"), await isListed("true")]).toEqual([true, false]);
  await client.call("archiveTask", { params });
  expect(await client.call("retryTask", { params, body: {} })).toMatchObject({ archivedAt: null });
});

test("what doesn't fit a task's state is a conflict, and a message waits for its agent", async () => {
  const { id } = await create();
  const params = { task: id };
  const { client } = server;
  expect(await client.call("sendMessage", { params, body: { text: "Also the docs" } })).toMatchObject({
    kind: "queued",
  });
  for (const acting of [
    () => client.call("approvePlan", { params, body: {} }),
    () => client.call("rejectPlan", { params, body: { feedback: "Another one" } }),
    () => client.call("resumeTask", { params, body: { usd: { kind: "add", amount: 2 } } }),
  ]) {
    await expect(acting()).rejects.toMatchObject({ code: "conflict", status: 409 });
  }
  await expect(client.call("publishTask", { params, body: {} })).rejects.toMatchObject({ code: "invalid_input" });
});
