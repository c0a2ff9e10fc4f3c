import { invite } from "@catalyst/core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { type Browser, openBrowser } from "./testing/browser.ts";
import { signUpForTest, whoIs } from "./testing/sign-up-for-test.ts";

const PASSWORD = "correct horse battery";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(() => server.db.pool.query("delete from rate_limits; delete from guesses"));

const newToken = async () => (await invite({ actor: server.deps.owner, name: "Somebody" }, server.deps)).token;
const newLogin = () => `h${Math.random().toString(36).slice(2, 10)}`;

async function signUp(said: Record<string, string>, browser = openBrowser(server.url)): Promise<Response> {
  const login = newLogin();
  const form = { token: await newToken(), way: "password", name: "Somebody", login, password: PASSWORD };
  return browser.submit("/sign-in/invitation", { ...form, email: `${login}@example.com`, ...said });
}

describe("what somebody who signs up calls themselves", () => {
  test.each([
    ["nothing", { name: "  " }],
    ["a name that is turned around", { name: "Ann\u202enna" }],
    ["a name with what can't be seen", { name: "Ann\u200b" }],
    ["a name of ten thousand letters", { name: "x".repeat(10_000) }],
    ["a name with a line in it", { name: "Ann\nsigned in as root" }],
    ["a name with a NUL", { name: "Ann\0" }],
    ["an address of five thousand letters", { email: `${"x".repeat(5000)}@example.com` }],
    ["an address that is none", { email: "ann" }],
    ["an address with a NUL", { email: "ann\0@example.com" }],
    ["a password of ten thousand letters", { password: "x".repeat(10_000) }],
  ])("%s is refused in words, and uses no invitation up", async (_what, said) => {
    const token = await newToken();
    const response = await signUp({ token, ...said });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('role="alert"');
    expect((await signUp({ token })).status).toBe(303);
  });

  test.each([
    ["Bea", "bea"],
    ["--heir", "heir"],
    ["b\u0435a-cyrillic", "b-a-cyrillic"],
    ["../../etc", "etc"],
    ["a--b", "a-b"],
    ["\u0430\u0435", "person"],
    ["local", "local-"],
  ])("the login %j is %j here: letters, digits and hyphens, and nobody else's", async (login, expected) => {
    const browser = openBrowser(server.url);
    await signUp({ login, email: `${newLogin()}@example.com` }, browser);
    expect(String(await whoIs(browser)).slice(0, expected.length)).toBe(expected);
    expect(await whoIs(browser)).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test("an address that somebody has, however it is written, is nobody else's", async () => {
    await signUpForTest(server, "first");
    for (const email of ["first@example.com", "FIRST@Example.COM"]) {
      const other = openBrowser(server.url);
      expect((await signUp({ email }, other)).status).toBeGreaterThanOrEqual(400);
      expect(await whoIs(other)).toBe(401);
    }
  });
});

describe("an invitation", () => {
  test("signs up one of ten who use it at once", async () => {
    const token = await newToken();
    const browsers = Array.from({ length: 10 }, () => openBrowser(server.url));
    await server.db.pool.query("delete from rate_limits");
    await Promise.all(browsers.map((browser) => signUp({ token }, browser)));
    const signedIn = (await Promise.all(browsers.map(whoIs))).filter((who) => who !== 401);
    expect(signedIn).toHaveLength(1);
  });

  test("that somebody accepted is nobody else's, though they have the link", async () => {
    const token = await newToken();
    const [ann, bea] = [await signUpForTest(server, newLogin()), await signUpForTest(server, newLogin())];
    const accept = (browser: Browser) => browser.submit("/sign-in/invitation", { token, way: "accept" });
    expect((await accept(ann)).status).toBe(200);
    expect((await accept(bea)).status).toBe(404);
    expect((await signUp({ token })).status).toBe(403);
  });

  test("isn't used up by whoever looks at its link", async () => {
    const token = await newToken();
    for (let looks = 0; looks < 3; looks += 1) {
      expect((await openBrowser(server.url).get(`/sign-in/invitation?token=${token}`)).status).toBe(200);
    }
    expect((await signUp({ token })).status).toBe(303);
  });
});

test("without an invitation it can't be told whether somebody has an address", async () => {
  await signUpForTest(server, "known");
  const answers = [];
  for (const email of ["known@example.com", "unknown@example.com"]) {
    const response = await signUp({ token: "x".repeat(43), email });
    answers.push([response.status, await response.text()]);
  }
  expect(answers[0]).toEqual(answers[1]);
});

test("who signs in gets a session that nobody had before, whatever cookies they came with", async () => {
  const login = newLogin();
  await signUpForTest(server, login);
  const attacker = await signUpForTest(server, newLogin());
  const victim = openBrowser(server.url);
  for (const [name, value] of attacker.cookies) {
    victim.cookies.set(name, value);
  }
  await server.db.pool.query("delete from rate_limits");
  expect((await victim.submit("/sign-in", { name: login, password: PASSWORD })).status).toBe(303);
  expect(await whoIs(victim)).toBe(login);
  expect(await whoIs(attacker)).not.toBe(login);
});

test("codes of command lines are guessed by nobody: whoever tries many is made to wait", async () => {
  const browser = await signUpForTest(server, newLogin());
  const statuses = new Set<number>();
  for (let tries = 0; tries < 25; tries += 1) {
    const code = `BCDF${String(tries).padStart(4, "W")}`.replaceAll(/\d/g, "X");
    statuses.add((await browser.submit("/sign-in/device", { user_code: code, decision: "approve" })).status);
  }
  expect(statuses).toContain(429);
});

test("a role that is taken counts from the next request on, and a stream that was open asks anew", async () => {
  const [owner, admin] = [await signUpForTest(server, newLogin()), await signUpForTest(server, newLogin())];
  const adminLogin = String(await whoIs(admin));
  const slug = newLogin();
  await owner.post("/api/v1/teams", { slug });
  const invited = (await (
    await owner.post(`/api/v1/teams/${slug}/invitations`, { name: "Admin", role: "admin" })
  ).json()) as { url: string };
  const token = new URL(invited.url).searchParams.get("token") as string;
  await admin.submit("/sign-in/invitation", { token, way: "accept" });
  const ask = () => admin.post(`/api/v1/teams/${slug}/invitations`, { name: "Friend", role: "viewer" });
  expect((await ask()).status).toBe(201);
  const stream = (await admin.get("/api/v1/changes/stream?after=0")).text();
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  await fetch(`${server.url}/api/v1/teams/${slug}/members/${adminLogin}`, {
    method: "DELETE",
    headers: { cookie, origin: server.url },
  });
  expect((await ask()).status).toBe(404);
  expect(typeof (await stream)).toBe("string");
});

test("a form that is longer than any of ours is refused as too long, and is no fault of the server", async () => {
  const response = await openBrowser(server.url).submit("/sign-in", { login: "x".repeat(100_000) });
  expect(response.status).toBe(413);
  expect(await response.text()).toContain("Too long");
});
