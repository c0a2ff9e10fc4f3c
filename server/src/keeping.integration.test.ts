import { postgresGatewayWishStore } from "@catalyst/postgres";
import { storeTask } from "@catalyst/postgres/testing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ask } from "./testing/ask.ts";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

const KEY = "sk-ant-canary-0123456789";

let server: TestServer;

beforeEach(async () => {
  server = await startTestServer();
});

afterEach(() => server.close());

function add(body: unknown, type = "application/json") {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "content-type": type };
  return ask(server.socketPath, { method: "POST", path: "/api/v1/credentials", body: text, headers });
}

test("a key is stored, listed without the key, and deleted", async () => {
  const added = await server.client.call("addCredential", { body: { provider: "anthropic", key: KEY } });
  expect(added).toMatchObject({ provider: "anthropic", hint: "6789" });
  const listed = await server.client.call("listCredentials", {});
  expect(listed.data).toEqual([added]);
  expect(JSON.stringify(await server.deps.credentials.listAll())).not.toContain("canary");
  await expect(
    server.client.call("addCredential", { body: { provider: "anthropic", key: KEY } }),
  ).rejects.toMatchObject({ code: "conflict", status: 409 });
  const replacing = { provider: "anthropic", key: `${KEY}-2`, replace: true } as const;
  expect((await server.client.call("addCredential", { body: replacing })).id).toBe(added.id);
  await server.client.call("removeCredential", { params: { credential: "anthropic" } });
  expect((await server.client.call("listCredentials", {})).data).toEqual([]);
});

test("no answer repeats a key that was refused", async () => {
  for (const body of [
    { provider: "anthropic", key: `${KEY} x y` },
    { provider: "nobody", key: KEY },
  ]) {
    const answer = await add(body);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain("canary");
  }
});

test.each([
  { body: { provider: "anthropic", key: KEY, userId: "x" }, status: 400, words: "userId" },
  { body: "{", status: 400, words: "not JSON" },
  { body: "", status: 400, words: "" },
  { body: '{"provider":"anthropic","key":"a"}', type: "text/plain", status: 415, words: "as JSON" },
  { body: { provider: "anthropic", key: "x".repeat(3_000_000) }, status: 413, words: "at most" },
])("a body that doesn't fit is refused: $words", async ({ body, type, status, words }) => {
  const answer = await add(body, type);
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text)).toMatchObject({ status, detail: expect.stringContaining(words) });
});

test("what the gateway alone can do is asked of it, and its answer is told", async () => {
  const wishes = postgresGatewayWishStore(server.db);
  await server.client.call("addCredential", { body: { provider: "anthropic", key: KEY } });
  const tested = server.client.call("testCredential", { params: { credential: "anthropic" } });
  const answer = { kind: "tested", outcome: "rejected", detail: "it said no" } as const;
  await expect.poll(() => wishes.answerNext(async () => answer)).toBe(true);
  expect(await tested).toEqual({ outcome: "rejected", detail: "it said no" });
});

test("a gateway that doesn't begin with what it is asked for in time is told", async () => {
  await server.close();
  server = await startTestServer({ takeSeconds: 0 });
  await expect(server.client.call("rotateKeys", {})).rejects.toMatchObject({
    code: "gateway_unavailable",
    status: 503,
  });
});

test("secrets of a repository are stored and deleted by name, and never told", async () => {
  await storeTask(server.db);
  const [repository] = (await server.client.call("listRepositories", { query: {} })).data;
  const params = { repository: repository?.id as string, name: "NPM_TOKEN" };
  const put = (value: string) => server.client.call("putSecret", { params, body: { value } });
  expect(await put("canary-canary")).toMatchObject({ name: "NPM_TOKEN", isReplaced: false });
  expect(await put("another-canary")).toMatchObject({ name: "NPM_TOKEN", isReplaced: true });
  const listed = await server.client.call("listSecrets", { params: { repository: params.repository } });
  expect(listed.data).toMatchObject([{ name: "NPM_TOKEN" }]);
  expect(JSON.stringify(listed)).not.toContain("canary");
  await expect(put("short")).rejects.toMatchObject({ code: "invalid_input" });
  await server.client.call("removeSecret", { params });
  await expect(server.client.call("removeSecret", { params })).rejects.toMatchObject({ code: "not_found" });
});

test("settings are said as values, shown, and taken back", async () => {
  const say = (setting: string, value: string | number | string[]) =>
    server.client.call("putSetting", { params: { setting }, body: { value } });
  await say("budgets.day.usd", 12.5);
  const said = await say("enabledAgents", ["aider", "codex"]);
  expect(said).toMatchObject({
    set: ["budgets.day.usd", "enabledAgents"],
    settings: { enabledAgents: ["aider", "codex-cli"], budgets: { day: { usd: 12.5 } } },
  });
  for (const [setting, value] of [
    ["budgets.day.usd", "much"],
    ["nothing", 1],
    ["env.__proto__", "x"],
  ] as const) {
    await expect(say(setting, value)).rejects.toMatchObject({ code: "invalid_input" });
  }
  const left = await server.client.call("unsetSetting", { params: { setting: "enabledAgents" } });
  expect(left.set).toEqual(["budgets.day.usd"]);
});
