import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const HEALTH = "/api/v1/health";

let server: TestServer;
/** `localhost` with its port. */
let host: string;

beforeAll(async () => {
  server = await startTestServer();
  host = new URL(server.url).host;
});

afterAll(() => server.close());

/** `PORT` stands for the server's own. */
const here = (text: string) => text.replaceAll("PORT", new URL(server.url).port);

function askWith(headers: string[], asked: { path?: string; method?: string } = {}) {
  return ask(server.url, { path: HEALTH, ...asked, headers: headers.map(here) });
}

test.each(["localhost:PORT", "LOCALHOST:PORT", "127.0.0.1:PORT", "[::1]:PORT"])(
  "it answers to its name: %s",
  async (name) => {
    expect(await askWith(["host", name])).toMatchObject({ status: 200 });
  },
);

test.each([
  "evil.example",
  "evil.example:PORT",
  "localhost",
  "localhost:1",
  "localhost:PORT.evil.example",
  "evil.example#localhost:PORT",
  "evil.example@localhost:PORT",
  "localhost:PORT/",
  "127.0.0.2:PORT",
  "0.0.0.0:PORT",
  "",
])("a name that leads here and isn't its own gets no answer: %j", async (name) => {
  for (const path of [HEALTH, "/api/v1/tasks", "/", "/agent-tasks"]) {
    const answer = await askWith(["host", name, "accept", "text/html"], { path });
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('"code":"invalid_input"') });
  }
});

test("nobody is believed who says by themselves by which name, and for whom, they ask", async () => {
  const forwarded = ["x-forwarded-host", host, "forwarded", `host=${host}`, "x-forwarded-proto", "https"];
  expect(await askWith(["host", "evil.example", ...forwarded])).toMatchObject({ status: 400 });
});

test.each([
  { what: "a page of another site", headers: ["origin", "https://evil.example"] },
  { what: "one that may not say where it is", headers: ["origin", "null"] },
  { what: "the same name on another port", headers: ["origin", "http://localhost:1"] },
  { what: "the same port over https", headers: ["origin", "https://localhost:PORT"] },
  { what: "127.0.0.1, which is another site", headers: ["origin", "http://127.0.0.1:PORT", "cookie", "a=b"] },
  { what: "a cookie that nobody says the page of", headers: ["cookie", "a=b"] },
])("what changes something isn't done for $what", async ({ headers }) => {
  for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
    for (const path of ["/api/v1/tasks", "/api/auth/sign-in/email", "/agent-tasks/new"]) {
      const answer = await askWith(["host", host, ...headers, "content-length", "0"], { path, method });
      expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('"code":"forbidden"') });
    }
  }
});

test("what changes something reaches its route for our own page, and for a program without cookies", async () => {
  for (const headers of [["origin", "http://localhost:PORT", "cookie", "a=b"], []]) {
    const answer = await askWith(["host", host, ...headers, "content-length", "0"], {
      path: "/api/v1/tasks/1/cancel",
      method: "POST",
    });
    expect(answer.status).toBe(401);
  }
});

test.each(["host", "authorization", "content-type", "origin", "x-request-id", "idempotency-key", "last-event-id"])(
  "a header that stands twice is refused: %s",
  async (name) => {
    const value = name === "host" ? "localhost:PORT" : "x";
    const first = name === "host" ? [] : ["host", "localhost:PORT"];
    const answer = await askWith([...first, name, value, name.toUpperCase(), value]);
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining(`The header ${name} stands twice`) });
  },
);

test.each([
  "/api/v1/../auth/session",
  "/x/%2e%2E/api/v1/tasks",
  "/./api/v1/tasks",
  "/api/v1/tasks/..",
  "/x\\..\\api",
  "http://localhost:PORT/api/v1/tasks",
  "*",
])("a path that others may understand otherwise is refused: %s", async (path) => {
  expect(await askWith(["host", host], { path: here(path) })).toMatchObject({ status: 400 });
});

test("a page that is asked for by another name leads to the one name, and nowhere else", async () => {
  for (const path of ["/agent-tasks?q=1", "//evil.example/x", "/@evil.example", "/"]) {
    const answer = await askWith(["host", "127.0.0.1:PORT", "accept", "text/html"], { path });
    expect(answer.status).toBe(307);
    expect(answer.headers.location).toBe(`${server.url}${path}`);
    expect(new URL(String(answer.headers.location)).origin).toBe(server.url);
  }
});

test("every answer tells browsers what to forbid", async () => {
  for (const asked of [{ path: HEALTH }, { path: "/api/v1/tasks" }, { path: "/api/nothing" }, { path: "/page" }]) {
    const { headers } = await askWith(["host", host, "accept", "text/html"], asked);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "cache-control": "no-store",
      "x-request-id": expect.stringMatching(/^[A-Za-z0-9._-]+$/),
    });
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(headers["access-control-allow-origin"]).toBeUndefined();
    expect(headers["set-cookie"]).toBeUndefined();
  }
});

test("what is data may load nothing, and each page has a nonce of its own", async () => {
  const policy = async (path: string) =>
    String((await askWith(["host", host, "accept", "text/html"], { path })).headers["content-security-policy"]);
  expect(await policy(HEALTH)).toContain("default-src 'none'");
  const nonces = [await policy("/a"), await policy("/a")].map(
    (text) => /script-src 'self' 'nonce-([^']+)'/.exec(text)?.[1],
  );
  expect(nonces[0]).toHaveLength(24);
  expect(nonces[0]).not.toBe(nonces[1]);
});

test.each(["a\r\nset-cookie: x=1", "<script>", "x".repeat(101), "a b", "ä"])(
  "a request's name that is unfit for a log is replaced: %j",
  async (name) => {
    const answer = await ask(server.url, { path: HEALTH, headers: ["host", host] }).then((plain) => plain.headers);
    const named = await ask(server.url, {
      path: HEALTH,
      headers: [
        "host",
        host,
        "x-request-id",
        Buffer.from(name)
          .toString("latin1")
          .replaceAll(/[\r\n]/g, " "),
      ],
    });
    expect(named.headers["x-request-id"]).not.toBe(name);
    expect(named.headers["x-request-id"]).toHaveLength(String(answer["x-request-id"]).length);
  },
);
