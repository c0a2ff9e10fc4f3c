import { ROUTES, type Route } from "@catalyst/api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(new URL(path, server.url), { redirect: "manual", ...init });
}

const places = Object.values<Route>(ROUTES).map(({ method, path, isOpen }) => ({
  method: method.toUpperCase(),
  path: `/api/v1${path.replaceAll(/\{\w+\}/g, "019a0000-0000-7000-8000-000000000000")}`,
  isOpen: isOpen === true,
}));

test.each(places.filter(({ isOpen }) => !isOpen))(
  "whoever is on the machine is nobody over the port: $method $path",
  async ({ method, path }) => {
    const answer = await ask(path, { method });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(await answer.json()).toMatchObject({ code: "unauthenticated" });
  },
);

test.each(["Bearer cat_0123456789", "Bearer x", "Basic bG9jYWw6", "bearer", ""])(
  "what is no key and no session is nobody's: %j",
  async (authorization) => {
    expect((await ask("/api/v1/tasks", { headers: { authorization } })).status).toBe(401);
  },
);

test.each(places.filter(({ isOpen }) => isOpen))("what is open answers anybody: $method $path", async ({ path }) => {
  expect((await ask(path)).status).toBe(200);
});

test("below /api there is nothing but what is mounted there", async () => {
  for (const path of ["/api", "/api/v2/tasks", "/api/v1x", "/api//v1/tasks", "/api/v1/nothing"]) {
    expect((await ask(path)).status, path).toBe(404);
  }
});

test("whoever wants a page is told to wait for the web, everybody else that there is nothing", async () => {
  const page = await ask("/agent-tasks", { headers: { accept: "text/html,*/*;q=0.8" } });
  expect(page.status).toBe(503);
  expect(page.headers.get("retry-after")).toBe("5");
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  for (const init of [{}, { headers: { accept: "*/*" } }, { method: "POST", headers: { accept: "text/html" } }]) {
    expect((await ask("/agent-tasks", init)).status).toBe(404);
  }
});
