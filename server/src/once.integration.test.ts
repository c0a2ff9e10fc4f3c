import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "./testing/ask.ts";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

const BODY = {
  repository: { kind: "folder", path: "/srv/shop", head: null },
  source: { kind: "prompt", text: "Fix the failing test" },
};

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});

afterEach(() => server.close());

async function post(key: string | null, body: object = BODY, path = "/tasks") {
  const headers = { "content-type": "application/json", ...(key === null ? {} : { "idempotency-key": key }) };
  const asked = { method: "POST", path: `/api/v1${path}`, body: JSON.stringify(body), headers };
  const { status, text, headers: answered } = await ask(server.socketPath, asked);
  return { status, body: JSON.parse(text), isReplayed: answered["idempotency-replayed"] === "true" };
}

const countTasks = async () => (await server.client.call("listTasks", { query: {} })).data.length;

test("a request of the same name and body is done once, and its answer comes again, also after a restart", async () => {
  const first = await post("a");
  expect(first).toMatchObject({ status: 201, isReplayed: false });
  // The order of what is said means nothing, nor do defaults that are said, or the quotes.
  const { repository, source } = BODY;
  await server.restart();
  const again = await post('"a"', { source, trustBase: false, repository });
  expect(again).toEqual({ ...first, isReplayed: true });
  expect(await countTasks()).toBe(1);
  expect((await post(null)).body.id).not.toBe(first.body.id);
  expect((await post("b")).body.id).not.toBe(first.body.id);
});

test("a name that was another request's is refused, whatever was asked", async () => {
  await post("a");
  const other = { ...BODY, source: { kind: "prompt", text: "Something else" } };
  expect(await post("a", other)).toMatchObject({ status: 422, body: { code: "key_reused", status: 422 } });
  const credential = { provider: "anthropic", key: "sk-ant-not-a-real-key" };
  expect(await post("a", credential, "/credentials")).toMatchObject({ status: 422 });
  expect(await countTasks()).toBe(1);
});

test("of many at once with one name one is done, and all others get its answer or are told to ask again", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post("a")));
  const created = answers.filter(({ status }) => status === 201);
  expect(new Set(created.map(({ body }) => body.id)).size).toBe(1);
  expect(created.filter(({ isReplayed }) => !isReplayed)).toHaveLength(1);
  const others = answers.filter(({ status }) => status !== 201);
  expect(others.every(({ status, body }) => status === 409 && body.code === "in_progress")).toBe(true);
  expect(await countTasks()).toBe(1);
  expect(await post("a")).toMatchObject({ status: 201, isReplayed: true });
});

test("what was refused may be tried again under its name", async () => {
  expect(await post("a", { ...BODY, agents: [] })).toMatchObject({ status: 400 });
  expect(await post("a", { ...BODY, branch: "../x" })).toMatchObject({ status: 400, body: { code: "invalid_input" } });
  expect(await post("a")).toMatchObject({ status: 201, isReplayed: false });
});

test("a task whose maker died before it could answer is made once", async () => {
  const first = await post("a");
  await server.db.pool.query("update named_requests set answer = null");
  expect(await post("a")).toMatchObject({ status: 409 });
  await server.db.pool.query("update named_requests set begun_at = now() - interval '1 hour'");
  expect(await post("a")).toMatchObject({ status: 201, body: { id: first.body.id } });
  expect(await countTasks()).toBe(1);
});

test("a message that was stored by whoever died before they could answer is said once, and begins one turn", async () => {
  const { body: task } = await post("a");
  const say = () => post("m", { text: "Also the docs" }, `/tasks/${task.number}/messages`);
  const dieBeforeAnswer = () =>
    server.db.pool.query("update named_requests set answer = null, begun_at = now() - interval '1 hour'");
  expect(await say()).toMatchObject({ status: 200, body: { kind: "queued" } });
  await dieBeforeAnswer();
  expect(await say()).toMatchObject({ status: 200, isReplayed: false, body: { kind: "queued" } });
  const stored = await server.db.pool.query("select text, delivered_to from agent_messages");
  expect(stored.rows).toEqual([{ text: "Also the docs", delivered_to: null }]);
});

test("names are each user's own, and are kept for a day", async () => {
  await post("a");
  const { id: userId } = await server.deps.accounts.ensureUser("somebody else");
  const other = { userId, key: "a", fingerprint: "x" };
  expect(await server.deps.requests.begin(other, 60)).toMatchObject({ kind: "begun" });
  await server.db.pool.query("update named_requests set created_at = now() - interval '25 hours'");
  expect(await post("a")).toMatchObject({ status: 201, isReplayed: false });
  expect(await countTasks()).toBe(2);
});

test.each([["x".repeat(256)], ["ä"], ["\t\u0001"]])("what can't be a name is refused: %j", async (key) => {
  const refused = await post(key).catch((error: Error) => error);
  // Node itself sends no header with a control character.
  expect(refused instanceof Error ? 400 : refused.status).toBe(400);
  expect(await countTasks()).toBe(0);
});
