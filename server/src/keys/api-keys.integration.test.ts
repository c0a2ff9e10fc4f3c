import { type IncomingMessage, request as startRequest } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askRoute } from "../testing/rights/ask-route.ts";
import { makePlace, type PlaceOfRoles } from "../testing/rights/place-of-roles.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const LIMIT = 30;

let server: TestServer;
let place: PlaceOfRoles;

beforeAll(async () => {
  server = await startTestServer({ keyRequestsPerMinute: LIMIT, heartbeatSeconds: 0.05 });
  place = await makePlace(server);
}, 60_000);

afterAll(() => server?.close());

const askBy = (bearer: string, path = "/api/v1/tasks", init: RequestInit = {}) =>
  fetch(new URL(path, server.url), { ...init, headers: { authorization: `Bearer ${bearer}`, ...init.headers } });

/** A stream over the port; `ended` once it is over. */
async function follow(bearer: string): Promise<{ ended: Promise<void> }> {
  const { port, host } = new URL(server.url);
  const headers = { host, authorization: `Bearer ${bearer}` };
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path: "/api/v1/changes/stream?after=0", headers, agent: false };
    startRequest(options, resolve).on("error", reject).end();
  });
  expect(message.statusCode).toBe(200);
  await new Promise((resolve) => message.once("data", resolve));
  message.resume();
  return { ended: new Promise((resolve) => message.once("close", () => resolve())) };
}

test("a key is told once: neither lists, nor what is kept of named requests, nor the database has it", async () => {
  const bearer = await place.signIn("ann");
  const body = JSON.stringify({ name: "CI", scopes: ["tasks:read"], expiresAt: "2100-01-01T00:00:00Z" });
  const headers = { "content-type": "application/json", "idempotency-key": "one" };
  const made = await askBy(bearer, "/api/v1/api-keys", { method: "POST", body, headers });
  expect(made.status).toBe(201);
  const { key, apiKey } = (await made.json()) as { key: string; apiKey: { prefix: string } };
  expect(apiKey).toMatchObject({ name: "CI", role: "member", scopes: ["tasks:read"], lastUsedAt: null });
  expect((await askBy(key)).status).toBe(200);
  const listed = await (await askBy(bearer, "/api/v1/api-keys")).text();
  expect(listed).toContain(apiKey.prefix);
  const { rows } = await server.db.pool.query(
    "select api_keys::text as row from api_keys union all select named_requests::text from named_requests",
  );
  for (const text of [listed, ...rows.map(({ row }) => row as string)]) {
    expect(text).not.toContain(key.slice(10));
  }
});

test("what is no key of anybody's is refused alike, whatever it looks like", async () => {
  const key = await place.keyOf("ann");
  for (const wrong of [
    `${key}x`,
    key.slice(0, -1),
    key.toUpperCase(),
    `cat_${"0".repeat(49)}`,
    `cat_${"x".repeat(8000)}`,
  ]) {
    expect((await askBy(wrong)).status).toBe(401);
  }
  const twice = await askRoute("getMe", {}, { place: { url: server.url }, bearer: `${key}, Bearer ${key}` });
  expect(twice.status).toBe(401);
});

test("a key that asks too much is told when to ask again, and no other key with it", async () => {
  const [busy, other] = [await place.keyOf("ann"), await place.keyOf("ann")];
  const first = await askBy(busy);
  expect(first.headers.get("ratelimit-policy")).toBe(`"key";q=${LIMIT};w=60`);
  expect(first.headers.get("ratelimit")).toMatch(new RegExp(`^"key";r=${LIMIT - 1};t=\\d+$`));
  const statuses = [];
  for (let asked = 1; asked <= LIMIT; asked += 1) {
    statuses.push((await askBy(busy)).status);
  }
  expect(statuses).toEqual([...Array.from({ length: LIMIT - 1 }, () => 200), 429]);
  const refused = await askBy(busy);
  expect(await refused.json()).toMatchObject({ code: "too_many", status: 429 });
  expect(refused.headers.get("ratelimit")).toMatch(/^"key";r=0;t=\d+$/);
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await askBy(other)).status).toBe(200);
  expect((await askBy(await place.signIn("ann"))).headers.get("ratelimit")).toBeNull();
});

test("to ask whether something is new doesn't count", async () => {
  const key = await place.keyOf("ann");
  const tag = (await askBy(key)).headers.get("etag") ?? "";
  for (let asked = 0; asked < 2 * LIMIT; asked += 1) {
    expect((await askBy(key, "/api/v1/tasks", { headers: { "if-none-match": tag } })).status).toBe(304);
  }
});

test("a stream ends with the key that it was opened with", async () => {
  const key = await place.keyOf("ann", { name: "of a stream" });
  const { ended } = await follow(key);
  const bearer = await place.signIn("ann");
  expect((await askBy(bearer, "/api/v1/api-keys/of%20a%20stream", { method: "DELETE" })).status).toBe(204);
  await ended;
  expect((await askBy(key)).status).toBe(401);
});

test("a stream ends when its person is taken out of a team, and shows nothing of the team when it is opened anew", async () => {
  const bearer = await place.signIn("vic");
  const key = await place.keyOf("vic");
  const streams = await Promise.all([bearer, key].map(follow));
  const owner = await place.signIn("ann");
  const member = `/api/v1/teams/${place.theirs.team}/members/vic`;
  expect((await askBy(owner, member, { method: "DELETE" })).status).toBe(204);
  await Promise.all(streams.map(({ ended }) => ended));
  for (const one of [bearer, key]) {
    expect(await (await askBy(one)).json()).toEqual({ data: [], nextCursor: null });
  }
});

test("what nobody may say of a team, a member or a key is refused: mass assignment", async () => {
  const bearer = await place.signIn("ann");
  const { team } = place.theirs;
  for (const [path, method, body] of [
    ["/api/v1/teams", "POST", { slug: "mine", ownerId: "019a0000-0000-7000-8000-000000000000" }],
    [`/api/v1/teams/${team}`, "PATCH", { id: "019a0000-0000-7000-8000-000000000000" }],
    [`/api/v1/teams/${team}/members/max`, "PATCH", { role: "member", userId: "x" }],
    [`/api/v1/teams/${team}/members/max`, "PATCH", { role: "machine_owner" }],
    ["/api/v1/projects", "POST", { slug: "mine", userId: "x" }],
    ["/api/v1/api-keys", "POST", { name: "CI", scopes: ["tasks:read"], userId: "x" }],
    ["/api/v1/api-keys", "POST", { name: "CI", scopes: ["everything"] }],
  ] as const) {
    const headers = { "content-type": "application/json" };
    const refused = await askBy(bearer, path, { method, body: JSON.stringify(body), headers });
    expect(refused.status, path).toBe(400);
  }
});
