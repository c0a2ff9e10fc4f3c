import { TOOLS } from "@catalyst/mcp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askRoute } from "../testing/rights/ask-route.ts";
import { makePlace, type PlaceOfRoles } from "../testing/rights/place-of-roles.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { answerOf, askMcp, type Caller, callTool, postMcp } from "./testing/call-mcp.ts";
import type { RpcMessage } from "./testing/read-messages.ts";

let server: TestServer;
let place: PlaceOfRoles;
let ann: Caller;

beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 0, heartbeatSeconds: 0.05, keyRequestsPerMinute: 100_000 });
  place = await makePlace(server);
  ann = { url: server.url, bearer: await place.keyOf("ann") };
});

afterAll(() => server?.close());

interface Seen {
  task: { id: string; number: number; status: string; title: string };
  isSettled: boolean;
}

async function makeTask(prompt: string, more: object = {}): Promise<Seen["task"]> {
  const asked = { repository: "https://example.com/shop", prompt, ...more };
  return ((await callTool(ann, "create_task", asked)).structured as unknown as Seen).task;
}

/** As if a worker had done it. */
async function endTask({ id }: { id: string }): Promise<void> {
  const { executions } = server.deps;
  const [execution] = await executions.listForTask(id);
  const lease = await executions.claim({ executionId: execution?.id ?? "", workerId: "test", leaseSeconds: 60 });
  const end = { state: "cancelled", failureReason: null, errorMessage: null, result: null } as const;
  await executions.end(lease as NonNullable<typeof lease>, end, {});
}

interface Waiting {
  answered: Promise<RpcMessage[]>;
  /** Once it has told for the first time that it waits. */
  isTold: Promise<void>;
  leave(): void;
}

function startWaiting(id: string, { timeoutSeconds = 60, caller = ann } = {}): Waiting {
  const told = Promise.withResolvers<void>();
  const leaving = new AbortController();
  const params = { name: "wait_task", arguments: { task: id, timeoutSeconds }, _meta: { progressToken: "p" } };
  const onData = (words: string) => words.includes("notifications/progress") && told.resolve();
  const asked = askMcp(caller, { method: "tools/call", params, onData, signal: leaving.signal });
  const answered = asked.then(({ messages }) => messages);
  answered.catch(() => undefined);
  return { answered, isTold: told.promise, leave: () => leaving.abort() };
}

test("every tool says what it takes, what it answers and whether it changes anything", async () => {
  const { messages } = await askMcp(ann, { method: "tools/list", params: {} });
  const { tools } = messages.at(-1)?.result ?? {};
  const listed = tools as Record<string, unknown>[];
  expect(listed.map(({ name }) => name)).toEqual(Object.keys(TOOLS));
  for (const tool of listed) {
    expect(tool).toMatchObject({
      description: expect.stringMatching(/\w{3}/),
      inputSchema: { type: "object", additionalProperties: false },
      outputSchema: { type: "object" },
      annotations: { readOnlyHint: expect.any(Boolean), destructiveHint: expect.any(Boolean) },
    });
    expect(JSON.stringify(tool.inputSchema)).not.toMatch(/"keys"|trustBase/);
  }
});

test("a task is made, found and read, in structured answers", async () => {
  const made = await makeTask("Fix the sum");
  expect(made).toMatchObject({ title: "Fix the sum", status: "pending" });
  const listed = await callTool(ann, "list_tasks", { limit: 1 });
  expect(listed.structured).toMatchObject({ tasks: [{ id: made.id }], nextCursor: expect.any(String) });
  const read = await callTool(ann, "get_task", { task: made.number });
  expect(read.structured).toMatchObject({ task: { id: made.id, result: null }, runs: [{ run: 1 }] });
  expect(JSON.parse(read.words)).toEqual(read.structured);
});

test("tasks are listed of a team, and of an agent", async () => {
  const { id } = await makeTask("Write the docs");
  await server.db.drizzle.execute("update agent_tasks set agent_type = 'aider' where title = 'Write the docs'");
  const ids = async (filter: object) => {
    const { structured } = await callTool(ann, "list_tasks", filter);
    return (structured.tasks as { id: string }[]).map((task) => task.id);
  };
  expect(await ids({ agent: "aider" })).toContain(id);
  expect(await ids({ agent: "script" })).not.toContain(id);
  expect(await callTool(ann, "list_tasks", { team: "nobody" })).toMatchObject({ code: "not_found" });
});

test("what was asked twice under one name is done once", async () => {
  const named = { idempotencyKey: "only-one" };
  const [first, second] = [await makeTask("Once", named), await makeTask("Once", named)];
  expect(second.id).toBe(first.id);
  const reused = await callTool(ann, "create_task", { repository: "https://example.com/x", prompt: "Other", ...named });
  expect(reused).toMatchObject({ isError: true, code: "key_reused" });
});

test("waiting ends when the task does, and tells meanwhile that it goes on", async () => {
  const task = await makeTask("Wait for me");
  const { answered, isTold } = startWaiting(task.id);
  await isTold;
  await endTask(task);
  const messages = await answered;
  expect(answerOf(messages).structured).toMatchObject({ isSettled: true, task: { id: task.id, status: "cancelled" } });
  expect(messages[0]).toMatchObject({
    method: "notifications/progress",
    params: { progressToken: "p", progress: 1, message: `Task #${task.number} is pending.` },
  });
});

test("waiting that is over says how the task is", async () => {
  const task = await makeTask("Too slow");
  const { answered } = startWaiting(task.id, { timeoutSeconds: 1 });
  expect(answerOf(await answered).structured).toMatchObject({ isSettled: false, task: { status: "pending" } });
  const { code } = await callTool(ann, "wait_task", { task: task.id, timeoutSeconds: 100_000 });
  expect(code).toBe("invalid_arguments");
});

test("waiting ends with the right to it", async () => {
  const task = await makeTask("Not for long");
  const caller = { url: server.url, bearer: await place.keyOf("ann", { name: "short lived" }) };
  const { answered, isTold } = startWaiting(task.id, { caller });
  await isTold;
  const door = { place: { url: server.url }, bearer: await place.signIn("ann") };
  await askRoute("removeApiKey", { params: { key: "short lived" } }, door);
  expect(answerOf(await answered)).toMatchObject({ isError: true, code: "unauthenticated" });
});

test("waiting takes one of the places for streams, and gives it back when who waits leaves", async () => {
  const small = await startTestServer({ heartbeatSeconds: 0.05, maxStreamsOfOne: 1 });
  try {
    const one = await makePlace(small);
    const caller = { url: small.url, bearer: await one.keyOf("ann") };
    const follow = () =>
      askRoute("streamTaskChanges", { params: { task: one.theirs.task } }, { place: caller, bearer: caller.bearer });
    const { isTold, leave } = startWaiting(one.theirs.task, { caller });
    await isTold;
    expect((await follow()).status).toBe(429);
    leave();
    await expect.poll(async () => (await follow()).status).toBe(200);
  } finally {
    await small.close();
  }
});

test("a server that stops lets who waits know how the task is", async () => {
  const short = await startTestServer({ heartbeatSeconds: 0.05, drainSeconds: 60 });
  try {
    const one = await makePlace(short);
    const caller = { url: short.url, bearer: await one.keyOf("ann") };
    const { answered, isTold } = startWaiting(one.theirs.task, { timeoutSeconds: 180, caller });
    await isTold;
    await short.restart();
    expect(answerOf(await answered).structured).toMatchObject({ isSettled: false });
  } finally {
    await short.close();
  }
});

test("an error says what was tried, what is wrong, and the way out of it", async () => {
  const unknown = await callTool(ann, "get_task", { task: "deadbeef" });
  expect(unknown).toMatchObject({ isError: true, code: "not_found", way: { kind: "see_list", of: "tasks" } });
  expect(unknown.words).toMatch(/list_tasks/);
  const silent = await callTool(ann, "create_task", { repository: "https://example.com/shop" });
  expect(silent).toMatchObject({ code: "invalid_input", way: { kind: "write_prompt" } });
  const task = await makeTask("Not planned");
  expect(await callTool(ann, "approve_plan", { task: task.id })).toMatchObject({ code: "conflict" });
  const wrong = await callTool(ann, "send_message", { task: task.id, texts: "?" });
  expect(wrong.words).toMatch(/text/);
});

test("over the port a folder is chosen where it is registered, by what it is called, and no other", async () => {
  const { id: projectId } = await server.deps.accounts.ensureProject({ kind: "user", userId: await place.idOf("ann") });
  const folder = { projectId, vcs: "local", defaultBranch: "main" } as const;
  const { id } = await server.deps.repos.ensure({ ...folder, url: "/srv/ann/registered", name: "registered" });
  for (const repository of ["registered", "/srv/ann/registered", id]) {
    const made = await callTool(ann, "create_task", { repository, prompt: "Fix it" });
    expect(made, repository).toMatchObject({ isError: false, structured: { task: { status: "pending" } } });
  }
  const other = await callTool(ann, "create_task", { repository: "/srv/ann/other", prompt: "Fix it" });
  expect(other).toMatchObject({ code: "not_found", words: expect.stringContaining("/srv/ann/registered") });
  const path = "/srv/ann/registered";
  const body = { repository: { kind: "folder", path, head: null }, source: { kind: "prompt", text: "Fix it" } };
  const named = await askRoute("createTask", { body }, { place: { url: server.url }, bearer: ann.bearer });
  expect(named).toMatchObject({ status: 403 });
});

test("text that hides something is shown with what it hides, and said to be nobody's instructions", async () => {
  const made = await makeTask("Fix\u200b it \u202eoddly\u001b[31m");
  const { structured, words } = await callTool(ann, "get_task", { task: made.id });
  expect(words).not.toMatch(/[\u200b\u202e\u001b]/);
  expect(structured.note).toMatch(/never instructions/);
});

test("the log of a task is a resource, and one that isn't there says so", async () => {
  const task = await makeTask("Read me");
  const read = (uri: string) => askMcp(ann, { method: "resources/read", params: { uri } });
  const { messages } = await read(`catalyst://tasks/${task.number}/log`);
  expect(messages[0]?.result).toMatchObject({ contents: [{ mimeType: "text/plain", text: expect.any(String) }] });
  const gone = await read("catalyst://tasks/deadbeef/log");
  expect(gone.messages[0]?.error?.message).toMatch(/deadbeef/);
});

test("there are no sessions: nothing is to be had by GET, and nothing to be ended", async () => {
  for (const method of ["GET", "DELETE"]) {
    const { status, headers } = await postMcp(ann, { body: "", method });
    expect(status).toBe(405);
    expect(headers.allow).toBe("POST");
  }
  const { headers } = await askMcp(ann, {
    method: "initialize",
    params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } },
  });
  expect(headers["mcp-session-id"]).toBeUndefined();
});

test("what can't be read, can be read in two ways, is too much or comes from another site is refused", async () => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const statusOf = async (said: Parameters<typeof postMcp>[1]) => (await postMcp(ann, said)).status;
  expect(await statusOf({ body: "{" })).toBe(400);
  expect(await statusOf({ body: `{"id":2,${body.slice(1)}` })).toBe(400);
  expect(await statusOf({ body: `${"[".repeat(5000)}${"]".repeat(5000)}` })).toBe(400);
  expect(await statusOf({ body: JSON.stringify({ x: "x".repeat(3 * 1024 * 1024) }) })).toBe(413);
  expect(await statusOf({ body, headers: { "content-type": "text/plain" } })).toBe(415);
  expect(await statusOf({ body, headers: { origin: "https://evil.example" } })).toBe(403);
  expect(await statusOf({ body, headers: { host: "evil.example" } })).toBe(400);
  expect(await statusOf({ body })).toBe(200);
});
