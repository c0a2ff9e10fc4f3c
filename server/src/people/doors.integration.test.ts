import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import type { Browser } from "./testing/browser.ts";
import { openBrowser } from "./testing/browser.ts";
import { signUpForTest, whoIs } from "./testing/sign-up-for-test.ts";

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  server = await startTestServer();
  browser = await signUpForTest(server, "door");
});
afterAll(() => server.close());
beforeEach(() => server.db.pool.query("delete from rate_limits"));

/** What anybody may ask the library for themselves. All else of it is asked by our own pages, or by nobody. */
const SERVED = [
  "GET /magic-link/verify",
  "GET /callback/:id",
  "POST /device/code",
  "POST /device/token",
  "GET /passkey/generate-register-options",
  "GET /passkey/generate-authenticate-options",
  "POST /passkey/verify-registration",
  "POST /passkey/verify-authentication",
];

type Endpoint = { path?: string; options?: { method?: string | readonly string[] } };

async function endpointsOfLibrary(): Promise<string[]> {
  const { api } = await server.deps.signIn.library();
  return (Object.values(api) as Endpoint[]).flatMap(({ path, options }) =>
    path === undefined ? [] : [options?.method ?? "POST"].flat().map((method) => `${method} ${path}`),
  );
}

const cookieOf = ({ cookies }: Browser) => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");

const tryDoor = (method: string, path: string) =>
  fetch(`${server.url}/api/auth${path}`, {
    method,
    redirect: "manual",
    headers: { cookie: cookieOf(browser), origin: server.url, "content-type": "application/json" },
    ...(method === "GET" || method === "HEAD" ? {} : { body: "{}" }),
  });

test("of all that the library has, what is listed is served, however its path is written and whatever the method", async () => {
  const all = await endpointsOfLibrary();
  expect(all.length).toBeGreaterThan(30);
  expect(all).toEqual(expect.arrayContaining(SERVED));
  const served: string[] = [];
  for (const door of all) {
    const [method = "", path = ""] = door.split(" ");
    const real = path.replaceAll(/:\w+/g, "x");
    const { status } = await tryDoor(method, real);
    if (status !== 404) {
      served.push(door);
    }
    const others = [`${real}/`, `/${real}`, real.replace("-", "%2d"), real.toUpperCase()];
    for (const written of others.filter((each) => each !== real)) {
      expect((await tryDoor(method, written)).status, `${method} ${written}`).toBeGreaterThanOrEqual(400);
    }
  }
  expect([...new Set(served)].sort()).toEqual(SERVED.toSorted());
  for (const door of SERVED.map((each) => each.split(" "))) {
    for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH"].filter((each) => each !== door[0])) {
      expect((await tryDoor(method, (door[1] as string).replace(":id", "x"))).status).toBe(404);
    }
  }
});

describe("what the library would let a client set of itself", () => {
  const post = (path: string, body: object) => openBrowser(server.url).post(`/api/auth${path}`, body);

  test("a device's code is bound to nobody, and its time is ours", async () => {
    const more = { user_id: "x", userId: "x", status: "approved", expires_in: 1e9, expiresAt: "2999-01-01" };
    const response = await post("/device/code", { client_id: "catalyst-cli", scope: "laptop", ...more });
    expect(response.status).toBe(200);
    const { rows } = await server.db.pool.query(
      "select user_id, status, expires_at < now() + interval '16 minutes' as soon from device_codes",
    );
    expect(rows).toEqual([{ user_id: null, status: "pending", soon: true }]);
  });

  test("whoever signs up is what the invitation makes them, with a name that can be seen", async () => {
    const created = await fetchInvitation();
    const form = {
      token: created,
      way: "password",
      login: "mass",
      email: "mass@example.com",
      password: "correct horse battery",
    };
    const more = {
      id: "019a0000-0000-7000-8000-000000000000",
      role: "owner",
      emailVerified: "true",
      image: "javascript:alert(1)",
      claimedAt: "2001-01-01",
      createdAt: "2001-01-01",
      callbackURL: "https://evil.example",
    };
    const response = await openBrowser(server.url).submit("/sign-in/invitation", { ...form, ...more, name: "Mass" });
    expect(response.headers.get("location")).toBe("/sign-in/done");
    const { rows } = await server.db.pool.query(
      "select id, image, email_verified, extract(year from created_at) > 2001 as now from users where login = 'mass'",
    );
    expect(rows).toMatchObject([{ image: null, email_verified: false, now: true }]);
    expect(rows[0].id).not.toBe(more.id);
  });

  async function fetchInvitation(): Promise<string> {
    const { invite } = await import("@catalyst/core");
    return (await invite({ actor: server.deps.owner, name: "Mass" }, server.deps)).token;
  }
});

test("a page of another site opens no door, with the cookie or without", async () => {
  for (const origin of ["https://evil.example", "null"]) {
    const headers = { cookie: cookieOf(browser), origin, "content-type": "application/json" };
    for (const door of SERVED.filter((each) => each.startsWith("POST"))) {
      const path = door.split(" ")[1] as string;
      const response = await fetch(`${server.url}/api/auth${path}`, { method: "POST", headers, body: "{}" });
      expect(response.status, `${path} from ${origin}`).toBe(403);
    }
  }
  expect(await whoIs(browser)).toBe("door");
});
