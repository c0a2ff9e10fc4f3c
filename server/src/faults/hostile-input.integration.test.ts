import { randomUUID } from "node:crypto";
import { BASE_PATH, PROBLEM_TYPE, ROUTES, type Route } from "@catalyst/api";
import { storeTask } from "@catalyst/postgres/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Answered, ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;
let known: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 0 });
  const { task, executionId } = await storeTask(server.db);
  await server.client.call("addCredential", { body: { provider: "anthropic", key: "sk-ant-not-a-real-key" } });
  known = {
    ...{ task: task.id, execution: executionId, repository: task.repoId, credential: "anthropic" },
    ...{ agent: "aider", wish: randomUUID(), setting: "model", name: "NPM_TOKEN" },
  };
});

afterAll(() => server.close());

const PLACES = Object.entries<Route>(ROUTES).filter(([, { response }]) => response.isStream !== true);
const WITH_BODY = PLACES.filter(([, { request }]) => request.body !== undefined);
const WITH_PARAMS = PLACES.filter(([, { path }]) => path.includes("{"));
const WITH_QUERY = PLACES.filter(([, { request }]) => request.query !== undefined);

function pathOf({ path }: Route, value?: string): string {
  return BASE_PATH + path.replaceAll(/\{(\w+)\}/g, (_, name: string) => value ?? String(known[name]));
}

function send(
  route: Route,
  { path = pathOf(route), body = "{}" }: { path?: string; body?: string | Buffer },
): Promise<Answered> {
  const asked = { method: route.method.toUpperCase(), path };
  const isRead = route.request.body !== undefined;
  return ask(server.socketPath, isRead ? { ...asked, body, headers: { "content-type": "application/json" } } : asked);
}

/** Refused in words: what needs a worker or a gateway says that there is none. */
function expectWords({ status, headers, text }: Answered, asked: string): void {
  if (status < 400) {
    return;
  }
  expect(headers["content-type"], asked).toBe(PROBLEM_TYPE);
  expect(JSON.parse(text).code, asked).not.toBe("internal");
}

const HOSTILE_TEXTS = [
  "%00",
  "a%00b",
  "%F0%9F%98%80",
  "..%2f..%2fetc%2fpasswd",
  "99999999999999999999",
  "-1",
  "__proto__",
  "constructor",
  "%ED%A0%80",
  "x".repeat(3000),
  "'%3B%20drop%20table%20users--",
  "00000000-0000-0000-0000-000000000000",
];

test.each(WITH_PARAMS)("hostile names in the path are refused in words: %s", async (_name, route) => {
  for (const text of HOSTILE_TEXTS) {
    expectWords(await send(route, { path: pathOf(route, text) }), text.slice(0, 50));
  }
});

test.each(WITH_QUERY)("hostile queries are refused in words: %s", async (_name, route) => {
  const names = Object.keys(route.request.query?.shape ?? {});
  for (const text of HOSTILE_TEXTS) {
    const each = names.map((name) => `${name}=${text}`);
    for (const query of [`limit=${text}`, `cursor=${text}`, `${text}=1`, `limit=1&limit=${text}`, ...each]) {
      expectWords(await send(route, { path: `${pathOf(route)}?${query}` }), query.slice(0, 50));
    }
  }
});

/** Bodies that no route means, and that mustn't be taken for what one means. */
const HOSTILE_BODIES: Record<string, string | Buffer> = {
  ...{ nothing: "", "no JSON": "{", "a list": "[]", "a number": "1", null: "null", "a text": '"x"' },
  "other names": '{"__proto__": {"kinds": null}, "constructor": 1}',
  "a NUL in a name": '{"\\u0000": 1}',
  deep: `${"[".repeat(200_000)}${"]".repeat(200_000)}`,
  "deep in an object": `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
  "a number beyond all": '{"timeoutSeconds": 1e400, "base": 1e400}',
  "many names": `{${Array.from({ length: 50_000 }, (_, index) => `"n${index}": 1`).join(",")}}`,
  "no UTF-8": Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
};

test.each(WITH_BODY)("hostile bodies are refused in words: %s", async (_name, route) => {
  for (const [kind, body] of Object.entries(HOSTILE_BODIES)) {
    expectWords(await send(route, { body }), kind);
  }
});

test("names that stand twice in a body are refused, as nobody knows which one counts", async () => {
  const path = "/api/v1/credentials";
  for (const body of [
    '{"provider": "anthropic", "key": "a", "key": "b"}',
    '{"provider": "anthropic", "key": "a", "\\u006bey": "b"}',
    '{"provider": "openai", "key": "x", "baseUrl": {"a": [{"b": 1, "b": 2}]}}',
  ]) {
    const headers = { "content-type": "application/json" };
    const { status, text } = await ask(server.socketPath, { method: "POST", path, body, headers });
    expect(status).toBe(400);
    expect(JSON.parse(text).detail).toContain("twice");
  }
});

test("what PostgreSQL can't hold in any text of a task is stored without it, or refused", async () => {
  const nul = "a\u0000b\ud800";
  const body = { repository: { kind: "folder", path: "/srv/shop", head: null }, source: { kind: "prompt", text: nul } };
  for (const change of [
    {},
    { base: nul },
    { branch: nul },
    { agents: [{ agent: null, model: nul }] },
    { source: { kind: "issue", title: nul, body: nul, path: nul } },
    { repository: { kind: "url", url: "https://example.com/a%00b" } },
    { repository: { kind: "registered", name: nul } },
  ]) {
    const text = JSON.stringify({ ...body, ...change });
    expectWords(await send(ROUTES.createTask, { body: text }), text);
  }
  for (const [operation, asked] of [
    ["sendMessage", { text: nul }],
    ["rejectPlan", { feedback: nul }],
    ["approvePlan", { markdown: nul }],
    ["publishTask", { branch: nul, accept: [nul] }],
    ["putSecret", { value: nul.repeat(5) }],
    ["putSetting", { value: nul }],
    ["putDefaultBranch", { branch: nul }],
    ["checkSettings", { base: nul }],
    ["registerRepository", { repository: { kind: "url", url: nul } }],
    ["validateAgent", { id: nul, path: nul, text: nul }],
    ["createDestination", { name: "a", url: "https://example.com/", project: nul }],
    ["createApiKey", { name: "a", scopes: ["tasks:read"], project: nul }],
    ["createApiKey", { name: "a", scopes: ["tasks:read"], team: nul }],
  ] as const) {
    expectWords(await send(ROUTES[operation], { body: JSON.stringify(asked) }), operation);
  }
});
