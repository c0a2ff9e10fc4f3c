import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Answered, ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { type Browser, openBrowser } from "./testing/browser.ts";
import { signInForTest } from "./testing/sign-in-for-test.ts";

const PASSWORD = "correct horse battery";

let server: TestServer;
let url: string;

beforeAll(async () => {
  server = await startTestServer();
  url = server.url;
});
afterAll(() => server.close());
/** All tests ask from one address. */
beforeEach(() => server.db.pool.query("delete from rate_limits"));

const asOwner = async (method: string, path: string, body?: object): Promise<Answered & { json: never }> => {
  const asked =
    body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const answered = await ask(server.socketPath, { method, path: `/api/v1${path}`, ...asked });
  return { ...answered, json: (answered.text === "" ? null : JSON.parse(answered.text)) as never };
};

const whoIs = async (browser: Browser): Promise<string | number> => {
  const response = await browser.get("/api/v1/me");
  return response.ok ? ((await response.json()) as { login: string }).login : response.status;
};

async function inviteAndSignUp(login: string): Promise<Browser> {
  const { json } = await asOwner("POST", "/invitations", { name: login });
  const link = new URL((json as { url: string }).url);
  const browser = openBrowser(url);
  const fields = { token: link.searchParams.get("token") as string, way: "password" };
  const more = { name: login, login, email: `${login}@example.com`, password: PASSWORD };
  expect((await browser.submit("/sign-in/invitation", { ...fields, ...more })).status).toBe(303);
  return browser;
}

test("the owner's link signs in once, over the port, and only the owner's socket gives one", async () => {
  const { status, json } = await asOwner("POST", "/sign-in-links");
  expect(status).toBe(201);
  const link = (json as { url: string }).url;
  expect(link.startsWith(`${url}/api/auth/magic-link/verify?`)).toBe(true);
  const browser = openBrowser(url);
  expect(await whoIs(browser)).toBe(401);
  const landed = await browser.get(link);
  expect([landed.status, landed.headers.get("location")]).toEqual([302, `${url}/sign-in/done`]);
  expect(await whoIs(browser)).toBe("local");
  expect(await (await browser.get("/sign-in/done")).text()).toContain("You are signed in");
  const other = openBrowser(url);
  const again = await other.get(link);
  expect(again.headers.get("location")).toContain("/sign-in?error=INVALID_TOKEN");
  expect(await whoIs(other)).toBe(401);
  const overPort = await fetch(`${url}/api/v1/sign-in-links`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${(await signInForTest(server.db, (server.deps.owner as { userId: string }).userId)).bearer}`,
    },
  });
  expect(overPort.status).toBe(403);
});

test("eight links within a minute sign in eight times", async () => {
  for (let nth = 1; nth <= 8; nth += 1) {
    const { json } = await asOwner("POST", "/sign-in-links");
    const browser = openBrowser(url);
    await browser.get((json as { url: string }).url);
    expect(await whoIs(browser)).toBe("local");
  }
});

test("a link that was asked for under a name is stored nowhere", async () => {
  const headers = { "idempotency-key": "the-same" };
  const links = await Promise.all(
    [1, 2].map(() => ask(server.socketPath, { method: "POST", path: "/api/v1/sign-in-links", headers })),
  );
  expect(links.map(({ status }) => status)).toEqual([201, 201]);
  const { rows } = await server.db.pool.query("select answer::text as answer from named_requests");
  expect(JSON.stringify(rows)).not.toContain("magic-link");
});

test("a password that is set signs in by the login, and signing out ends it", async () => {
  const { json } = await asOwner("POST", "/sign-in-links");
  const browser = openBrowser(url);
  await browser.get((json as { url: string }).url);
  expect((await browser.submit("/sign-in/password", { password: PASSWORD })).status).toBe(200);
  expect((await browser.submit("/sign-in/password", { password: "another one, by somebody" })).status).toBe(400);
  const kept = new Map(browser.cookies);
  expect((await browser.submit("/sign-in/out", {})).status).toBe(303);
  expect(await whoIs(browser)).toBe(401);
  const stolen = openBrowser(url);
  for (const [name, value] of kept) {
    stolen.cookies.set(name, value);
  }
  expect(await whoIs(stolen)).toBe(401);
  expect((await browser.submit("/sign-in", { name: "local", password: "wrong password" })).status).toBe(401);
  const signedIn = await browser.submit("/sign-in", { name: "local", password: PASSWORD });
  expect([signedIn.status, signedIn.headers.get("location")]).toEqual([303, "/sign-in/done"]);
  expect(await whoIs(browser)).toBe("local");
});

test.each(["https://evil.example", "//evil.example", "/\\evil.example", "/sign-in/../../evil", "javascript:alert(1)"])(
  "nobody is sent to %s after signing in",
  async (next) => {
    await inviteAndSignUp(`next${Math.random().toString(36).slice(2, 10)}`);
    const browser = openBrowser(url);
    const shown = await (await browser.get(`/sign-in?next=${encodeURIComponent(next)}`)).text();
    expect(shown).toContain('name="next" value="/sign-in/done"');
    const refused = await fetch(`${url}/api/auth/magic-link/verify?token=x&callbackURL=${encodeURIComponent(next)}`, {
      redirect: "manual",
    });
    expect(refused.headers.get("location") ?? `${url}/`).toMatch(new RegExp(`^${url}/`));
  },
);

test("a form that was filled in elsewhere does nothing, and no page may be framed or run anything", async () => {
  for (const origin of ["https://evil.example", "null", `${url}.evil.example`]) {
    const response = await openBrowser(url).submit("/sign-in", { name: "local", password: PASSWORD }, { origin });
    expect([response.status, response.headers.getSetCookie()]).toEqual([403, []]);
  }
  const page = await openBrowser(url).get("/sign-in");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(page.headers.get("referrer-policy")).toBe("same-origin");
});

test("what people call themselves is text on a page", async () => {
  const { json } = await asOwner("POST", "/invitations", { name: "<img src=x onerror=alert(1)>" });
  const link = (json as { url: string }).url;
  const shown = await (await openBrowser(url).get(link)).text();
  expect(shown).not.toContain("<img");
  expect(shown).toContain("&lt;img src=x");
});

test("an invitation lets one in, once, and nobody signs up without", async () => {
  const { json } = await asOwner("POST", "/invitations", { name: "Bea" });
  const { url: link, invitation } = json as { url: string; invitation: { id: string } };
  const token = new URL(link).searchParams.get("token") as string;
  const form = { token, way: "password", name: "Bea", login: "bea", email: "bea@example.com", password: PASSWORD };
  const browser = openBrowser(url);
  expect(await (await browser.get(link)).text()).toContain("invites Bea");
  const closed = await openBrowser(url).submit("/sign-in/invitation", { ...form, token: "x".repeat(43) });
  expect(closed.status).toBe(403);
  expect((await browser.submit("/sign-in/invitation", form)).status).toBe(303);
  expect(await whoIs(browser)).toBe("bea");
  expect((await openBrowser(url).get(link)).status).toBe(404);
  const second = await openBrowser(url).submit("/sign-in/invitation", {
    ...form,
    login: "bob",
    email: "bob@example.com",
  });
  expect(second.status).toBe(403);
  expect(await server.deps.people.findByLogin("bob")).toBeNull();
  expect((await asOwner("DELETE", `/invitations/${invitation.id}`)).status).toBe(404);
});

test("an invitation that was withdrawn lets nobody in", async () => {
  const { json } = await asOwner("POST", "/invitations", { name: "Eve" });
  const { url: link, invitation } = json as { url: string; invitation: { id: string } };
  expect((await asOwner("DELETE", `/invitations/${invitation.id}`)).status).toBe(204);
  expect((await openBrowser(url).get(link)).status).toBe(404);
});

test("whoever guesses is told how long to wait, whatever address they claim", async () => {
  const guess = (address: string) =>
    openBrowser(url).submit(
      "/sign-in",
      { name: "local", password: "a wrong password" },
      { "x-forwarded-for": address },
    );
  const answers: Response[] = [];
  for (const address of ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"]) {
    answers.push(await guess(address));
  }
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 429]);
  expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
  const { json } = await asOwner("GET", "/audit");
  expect((json as { data: { kind: string }[] }).data.slice(0, 3).map(({ kind }) => kind)).toEqual(
    Array(3).fill("sign_in_failed"),
  );
});

test("a session is listed to whom it is of, and ends when they say so", async () => {
  const browser = await inviteAndSignUp("sam");
  const other = await inviteAndSignUp("oth");
  const list = async (of: Browser) =>
    ((await (await of.get("/api/v1/sessions")).json()) as { data: { id: string; isThis: boolean }[] }).data;
  const [session] = await list(browser);
  expect(await list(browser)).toMatchObject([{ isThis: true }]);
  const end = (of: Browser) =>
    fetch(`${url}/api/v1/sessions/${session?.id}`, {
      method: "DELETE",
      headers: { cookie: [...of.cookies].map(([name, value]) => `${name}=${value}`).join("; "), origin: url },
    });
  expect((await end(other)).status).toBe(404);
  expect(await whoIs(browser)).toBe("sam");
  expect((await end(browser)).status).toBe(204);
  expect(await whoIs(browser)).toBe(401);
});

test("a command line is signed in once somebody who is signed in approves it, and shows as what it is", async () => {
  const ask = (path: string, body: object) =>
    fetch(`${url}/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "user-agent": "catalyst-cli (laptop)" },
      body: JSON.stringify(body),
    });
  const asked = (await (await ask("/device/code", { client_id: "catalyst-cli", scope: "laptop" })).json()) as Record<
    string,
    string
  >;
  expect((await ask("/device/code", { client_id: "another", scope: "laptop" })).status).toBe(400);
  const browser = openBrowser(url);
  const place = new URL(asked.verification_uri_complete as string);
  expect((await browser.get(`${place.pathname}${place.search}`)).headers.get("location")).toContain("/sign-in?next=");
  const person = await inviteAndSignUp("cli");
  const shown = await (await person.get(`${place.pathname}${place.search}`)).text();
  expect(shown).toContain("<strong>laptop</strong>");
  const userCode = asked.user_code as string;
  expect(shown).toContain(userCode);
  const stranger = await inviteAndSignUp("str");
  expect((await stranger.submit("/sign-in/device", { user_code: userCode, decision: "approve" })).status).toBe(403);
  expect((await person.submit("/sign-in/device", { user_code: userCode, decision: "approve" })).status).toBe(200);
  const grant = { grant_type: "urn:ietf:params:oauth:grant-type:device_code", client_id: "catalyst-cli" };
  const { access_token: token } = (await (
    await ask("/device/token", { ...grant, device_code: asked.device_code })
  ).json()) as { access_token: string };
  const sessions = await fetch(`${url}/api/v1/sessions`, { headers: { authorization: `Bearer ${token}` } });
  expect(((await sessions.json()) as { data: { name: string; isThis: boolean }[] }).data).toContainEqual(
    expect.objectContaining({ name: "CLI on laptop", isThis: true }),
  );
});

test("a refusal has the id that its header has", async () => {
  for (const init of [{}, { method: "POST", body: "{", headers: { "content-type": "application/json" } }]) {
    const refused = await fetch(`${url}/api/auth/device/${"method" in init ? "code" : "nothing"}`, init);
    const { requestId } = (await refused.json()) as { requestId: string };
    expect(requestId).toMatch(/^\S{8,}$/);
    expect(requestId).toBe(refused.headers.get("x-request-id"));
  }
});

test("a command line can't be bound to somebody before they looked at it", async () => {
  const victim = (await server.deps.accounts.ensureUser("victim")).id;
  const response = await fetch(`${url}/api/auth/device/code`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_id: "catalyst-cli", scope: "laptop", user_id: victim }),
  });
  expect(response.status).toBe(200);
  const { rows } = await server.db.pool.query("select 1 from device_codes where user_id = $1", [victim]);
  expect(rows).toEqual([]);
});

test("somebody who is removed is out everywhere, and what they own is the heir's", async () => {
  const browser = await inviteAndSignUp("rem");
  await inviteAndSignUp("hei");
  const [gone, heir] = await Promise.all(["rem", "hei"].map((login) => server.deps.people.findByLogin(login)));
  const { id: projectId } = await server.deps.accounts.ensureProject({ kind: "user", userId: gone?.id as string });
  await server.deps.accounts.ensureProject({ kind: "user", userId: heir?.id as string });
  expect((await asOwner("DELETE", "/people/local")).status).toBe(409);
  expect((await asOwner("DELETE", "/people/rem?heir=hei")).status).toBe(204);
  expect(await whoIs(browser)).toBe(401);
  expect((await openBrowser(url).submit("/sign-in", { name: "rem", password: PASSWORD })).status).toBe(401);
  const seen = await server.deps.accounts.listProjects(heir?.id as string);
  expect(seen.map(({ id }) => id)).toContain(projectId);
  expect((await asOwner("DELETE", "/people/rem")).status).toBe(404);
});

test("a team's owner invites a second person as a viewer, over the port, and to no more than they are", async () => {
  const owner = await inviteAndSignUp("own");
  const ask = (path: string, body: object) => {
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, origin: url, "content-type": "application/json" };
    return fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  };
  expect((await ask("/teams", { slug: "shop" })).status).toBe(201);
  const invited = await ask("/teams/shop/invitations", { name: "Viv", role: "viewer" });
  expect(invited.status, await invited.clone().text()).toBe(201);
  const link = new URL(((await invited.json()) as { url: string }).url);
  const viewer = openBrowser(url);
  expect(await (await viewer.get(link.href)).text()).toContain("as viewer");
  const token = link.searchParams.get("token") as string;
  const form = { token, way: "password", name: "Viv", login: "viv", email: "viv@example.com", password: PASSWORD };
  expect((await viewer.submit("/sign-in/invitation", form)).status).toBe(303);
  const teams = (await (await viewer.get("/api/v1/teams")).json()) as { data: object[] };
  expect(teams.data).toMatchObject([{ slug: "shop", role: "viewer" }]);
  const cookie = [...viewer.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const refused = await fetch(`${url}/api/v1/teams/shop/invitations`, {
    method: "POST",
    headers: { cookie, origin: url, "content-type": "application/json" },
    body: JSON.stringify({ name: "Friend", role: "viewer" }),
  });
  expect(refused.status).toBe(403);
});

test("somebody who is here already accepts an invitation into a team as who they are", async () => {
  const owner = await inviteAndSignUp("lead");
  const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { cookie, origin: url, "content-type": "application/json" };
  const post = (path: string, body: object) =>
    fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  await post("/teams", { slug: "lab" });
  const invited = await post("/teams/lab/invitations", { name: "Zoe", role: "admin" });
  const link = ((await invited.json()) as { url: string }).url;
  const token = new URL(link).searchParams.get("token") as string;
  const zoe = await inviteAndSignUp("zoe");
  expect(await (await zoe.get(link)).text()).toContain("into the team lab, as admin");
  const accept = () => zoe.submit("/sign-in/invitation", { token, way: "accept" });
  expect((await accept()).status).toBe(200);
  expect((await accept()).status).toBe(404);
  const teams = (await (await zoe.get("/api/v1/teams")).json()) as { data: object[] };
  expect(teams.data).toMatchObject([{ slug: "lab", role: "admin" }]);
});

test("where it can't be found out who asks, that is said, and nobody is taken for a stranger", async () => {
  const browser = await inviteAndSignUp("out");
  await server.db.pool.query("alter table sessions rename to sessions_away");
  try {
    const response = await browser.get("/api/v1/me");
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
  } finally {
    await server.db.pool.query("alter table sessions_away rename to sessions");
  }
  expect(await whoIs(browser)).toBe("out");
});
