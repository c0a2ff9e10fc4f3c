import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ask } from "../../testing/ask.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import { type Browser, openBrowser } from "../testing/browser.ts";
import { type PlayedAuthenticator, playAuthenticator, type Wrong } from "../testing/play-authenticator.ts";
import { signUpForTest, whoIs } from "../testing/sign-up-for-test.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(() => server.db.pool.query("delete from rate_limits"));

const BASE = "/api/auth/passkey";
const optionsFor = async (browser: Browser, what: "register" | "authenticate") =>
  (await (await browser.get(`${BASE}/generate-${what}-options`)).json()) as { challenge: string };

async function register(browser: Browser, device: PlayedAuthenticator, more: { name?: string; wrong?: Wrong } = {}) {
  const response = device.attest(await optionsFor(browser, "register"), more.wrong);
  return browser.post(`${BASE}/verify-registration`, { response, name: more.name ?? "My laptop" });
}

async function signIn(browser: Browser, device: PlayedAuthenticator, wrong: Wrong = {}) {
  const response = device.assert(await optionsFor(browser, "authenticate"), wrong);
  return browser.post(`${BASE}/verify-authentication`, { response });
}

const newLogin = () => `pk${Math.random().toString(36).slice(2, 10)}`;
async function withPasskey(): Promise<{ login: string; browser: Browser; device: PlayedAuthenticator }> {
  const login = newLogin();
  const browser = await signUpForTest(server, login);
  const device = playAuthenticator(server.url);
  expect((await register(browser, device)).status).toBe(200);
  return { login, browser, device };
}

const auditOf = async (login: string) => {
  const id = (await server.deps.people.findByLogin(login))?.id;
  return (await server.deps.audit.list({ limit: 100 })).filter(({ userId }) => userId === id).map(({ kind }) => kind);
};

test("a passkey is added, signs in without a name, and is removed, and all of it is written down", async () => {
  const { login, browser, device } = await withPasskey();
  const shown = await (await browser.get("/sign-in/done")).text();
  expect(shown).toContain("My laptop, since ");
  const other = openBrowser(server.url);
  const signedIn = await signIn(other, device);
  expect([signedIn.status, await signedIn.text()]).toEqual([200, "{}"]);
  expect(await whoIs(other)).toBe(login);
  const id = /name="passkey" value="([^"]+)"/.exec(shown)?.[1] as string;
  expect((await browser.submit("/sign-in/passkeys/remove", { passkey: id })).status).toBe(303);
  const late = openBrowser(server.url);
  expect((await signIn(late, device)).status).toBe(401);
  expect(await whoIs(late)).toBe(401);
  expect(await auditOf(login)).toEqual([
    "passkey_removed",
    "signed_in",
    "passkey_added",
    "signed_in",
    "invitation_accepted",
    "signed_up",
  ]);
});

describe.each<[string, Wrong]>([
  ["for another site", { origin: "https://evil.example", rpId: "evil.example" }],
  ["said by a page of another site", { origin: "https://evil.example" }],
  ["of another name", { rpId: "evil.example" }],
  ["that didn't look who is there", { isUnverified: true }],
  ["for something else", { type: "webauthn.other" }],
])("a passkey %s", (_what, wrong) => {
  test("isn't added", async () => {
    const browser = await signUpForTest(server, newLogin());
    const device = playAuthenticator(server.url);
    expect((await register(browser, device, { wrong })).status).toBeGreaterThanOrEqual(400);
    expect((await signIn(openBrowser(server.url), device)).status).toBe(401);
  });
  test("signs nobody in", async () => {
    const { device } = await withPasskey();
    const browser = openBrowser(server.url);
    expect((await signIn(browser, device, wrong)).status).toBeGreaterThanOrEqual(400);
    expect(await whoIs(browser)).toBe(401);
  });
});

test("an answer counts once, in the browser that asked, and for what was asked", async () => {
  const { browser, device } = await withPasskey();
  const first = openBrowser(server.url);
  const options = await optionsFor(first, "authenticate");
  const response = device.assert(options);
  const elsewhere = openBrowser(server.url);
  await optionsFor(elsewhere, "authenticate");
  expect((await elsewhere.post(`${BASE}/verify-authentication`, { response })).status).toBeGreaterThanOrEqual(400);
  const cookies = new Map(first.cookies);
  expect((await first.post(`${BASE}/verify-authentication`, { response })).status).toBe(200);
  const replayed = openBrowser(server.url);
  for (const [name, value] of cookies) {
    replayed.cookies.set(name, value);
  }
  expect((await replayed.post(`${BASE}/verify-authentication`, { response })).status).toBeGreaterThanOrEqual(400);
  expect(await whoIs(replayed)).toBe(401);
  const registering = device.assert(await optionsFor(browser, "register"));
  expect(
    (await browser.post(`${BASE}/verify-authentication`, { response: registering })).status,
  ).toBeGreaterThanOrEqual(400);
});

test("a device that counts backwards may be a copy, and signs nobody in", async () => {
  const { device } = await withPasskey();
  expect((await signIn(openBrowser(server.url), device, { counter: 100 })).status).toBe(200);
  const copy = openBrowser(server.url);
  expect((await signIn(copy, device, { counter: 50 })).status).toBeGreaterThanOrEqual(400);
  expect(await whoIs(copy)).toBe(401);
});

test("a passkey that somebody has is nobody else's to add, see or remove", async () => {
  const { device, browser } = await withPasskey();
  const id = /name="passkey" value="([^"]+)"/.exec(await (await browser.get("/sign-in/done")).text())?.[1] as string;
  const stranger = await signUpForTest(server, newLogin());
  expect((await register(stranger, device)).status).toBeGreaterThanOrEqual(400);
  expect(await (await stranger.get("/sign-in/done")).text()).not.toContain("My laptop");
  for (const passkey of [id, "no-id", ""]) {
    expect((await stranger.submit("/sign-in/passkeys/remove", { passkey })).status).toBe(404);
  }
  expect((await openBrowser(server.url).submit("/sign-in/passkeys/remove", { passkey: id })).status).toBe(303);
  expect((await signIn(openBrowser(server.url), device)).status).toBe(200);
});

test("a passkey is added by whoever signed in today, and by nobody with an older session", async () => {
  const login = newLogin();
  const browser = await signUpForTest(server, login);
  const id = (await server.deps.people.findByLogin(login))?.id;
  await server.db.pool.query("update sessions set created_at = now() - interval '2 days' where user_id = $1", [id]);
  const response = await browser.get(`${BASE}/generate-register-options`);
  expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
    403,
    "That takes having signed in today. Sign in again.",
  ]);
});

test.each<[string, object]>([
  ["nothing", {}],
  [
    "texts for what are bytes",
    { response: { id: "x", rawId: "x", type: "public-key", response: { clientDataJSON: "{}" } } },
  ],
  [
    "another kind",
    { response: { ...playAuthenticator("http://localhost").attest({ challenge: "x" }), type: "password" } },
  ],
  ["what is no CBOR", attestationOf("AAAA")],
  ["CBOR without an end", attestationOf(Buffer.from([0xbf, 0x9f, 0x9f, 0x5f]).toString("base64url"))],
  ["a map of 2^32", attestationOf(Buffer.from([0xba, 0xff, 0xff, 0xff, 0xff]).toString("base64url"))],
  ["very deep CBOR", attestationOf(Buffer.alloc(25_000, 0x81).toString("base64url"))],
])("%s is refused as what no device sends", async (_what, body) => {
  const browser = await signUpForTest(server, newLogin());
  await optionsFor(browser, "register");
  const response = await browser.post(`${BASE}/verify-registration`, body);
  expect([response.status, response.headers.get("content-type")]).toEqual([400, "application/problem+json"]);
});

function attestationOf(attestationObject: string): object {
  const { response, ...rest } = playAuthenticator("http://localhost").attest({ challenge: "x" }) as {
    response: object;
  };
  return { response: { ...rest, response: { ...response, attestationObject } } };
}

test("what a passkey is called is text that can be seen", async () => {
  const browser = await signUpForTest(server, newLogin());
  for (const name of ["a\u202eb", "x".repeat(101), "\u0000"]) {
    expect((await register(browser, playAuthenticator(server.url), { name })).status).toBe(400);
  }
  expect((await register(browser, playAuthenticator(server.url), { name: "<b>phone" })).status).toBe(200);
  expect(await (await browser.get("/sign-in/done")).text()).toContain("&lt;b&gt;phone, since");
});

test("nobody is told a session's token or a passkey's key, and the page's one script is the only that may run", async () => {
  const { browser, device } = await withPasskey();
  const answered = await register(browser, playAuthenticator(server.url));
  expect(await answered.text()).toBe("{}");
  const other = openBrowser(server.url);
  expect(await (await signIn(other, device)).text()).toBe("{}");
  const page = await openBrowser(server.url).get("/sign-in");
  expect(page.headers.get("content-security-policy")).toBe(
    `default-src 'none'; script-src ${server.url}/sign-in/passkeys.js; style-src ${server.url}/sign-in/pages.css; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  );
  const script = await openBrowser(server.url).get("/sign-in/passkeys.js");
  expect([script.status, script.headers.get("content-type")]).toEqual([200, "text/javascript"]);
});

test("somebody who is removed signs in with no passkey", async () => {
  const { login, device } = await withPasskey();
  await ask(server.socketPath, { method: "DELETE", path: `/api/v1/people/${login}` });
  expect((await signIn(openBrowser(server.url), device)).status).toBe(401);
});
