import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import { type Browser, openBrowser } from "./testing/browser.ts";
import { GITHUB_TOKEN, type PlayedGithub, playGithub } from "./testing/play-github.ts";
import { signUpForTest } from "./testing/sign-up-for-test.ts";

let server: TestServer;
let github: PlayedGithub;

beforeAll(async () => {
  github = await playGithub();
  const settings = {
    url: github.url,
    clientId: "client",
    clientSecret: "its-secret",
    organizations: ["acme"],
    logins: ["octocat"],
  };
  server = await startTestServer({}, {}, settings);
});
afterAll(async () => {
  await server.close();
  await github.close();
});
beforeEach(() => server.db.pool.query("delete from rate_limits"));

const ids = { next: 1000 };
function act(login: string, more: Partial<PlayedGithub["account"]> = {}) {
  ids.next += 1;
  Object.assign(github.account, {
    id: ids.next,
    login,
    email: `${login}@example.com`,
    isVerified: true,
    organizations: [],
    ...more,
  });
}

/** To GitHub and back, as a browser goes. Returns where it ends. */
async function goThrough(browser: Browser, begin: () => Promise<Response>): Promise<string> {
  const toGithub = new URL((await begin()).headers.get("location") as string);
  expect(`${toGithub.origin}${toGithub.pathname}`).toBe(`${github.url}/login/oauth/authorize`);
  expect(toGithub.searchParams.get("code_challenge_method")).toBe("S256");
  const back = new URL(toGithub.searchParams.get("redirect_uri") as string);
  expect(back.origin).toBe(server.url);
  back.searchParams.set("code", "the-code");
  back.searchParams.set("state", toGithub.searchParams.get("state") as string);
  return (await browser.get(back.href)).headers.get("location") ?? "";
}

const signIn = (browser: Browser) => goThrough(browser, () => browser.submit("/sign-in/github", {}));
const whoIs = async (browser: Browser) => {
  const response = await browser.get("/api/v1/me");
  return response.ok ? ((await response.json()) as { login: string }).login : response.status;
};

test("whoever the settings name signs up by GitHub, and comes back as the same", async () => {
  act("Octocat");
  const { id } = github.account;
  const browser = openBrowser(server.url);
  expect(await signIn(browser)).toBe("/sign-in/done");
  expect(await whoIs(browser)).toBe("octocat");
  act("renamed-cat", { id, email: "new@example.com" });
  const again = openBrowser(server.url);
  await signIn(again);
  expect(await whoIs(again)).toBe("octocat");
});

test("nothing of GitHub's is stored but the account's number and what it may be asked", async () => {
  act("octocat");
  await signIn(openBrowser(server.url));
  const { rows } = await server.db.pool.query("select * from user_accounts");
  expect(rows.length).toBeGreaterThan(0);
  expect(rows).toEqual(rows.map((row) => ({ ...row, access_token: null, refresh_token: null, id_token: null })));
  const all = await server.db.pool.query(
    "select to_jsonb(v)::text as text from verifications v union all select to_jsonb(s)::text from sessions s union all select to_jsonb(u)::text from users u",
  );
  expect(JSON.stringify(all.rows)).not.toContain(GITHUB_TOKEN);
  expect(JSON.stringify(all.rows)).not.toContain("javascript:");
  expect(github.seen.tokens).toContain(`Bearer ${GITHUB_TOKEN}`);
  expect(github.seen.exchange.get("code_verifier")).not.toBeNull();
});

test("a member of an organisation that the settings name signs up, and nobody else", async () => {
  act("member", { organizations: ["ACME"] });
  const member = openBrowser(server.url);
  await signIn(member);
  expect(await whoIs(member)).toBe("member");
  for (const [login, organizations] of [
    ["stranger", ["acme-fans"]],
    ["octocat2", []],
  ] as const) {
    act(login, { organizations: [...organizations] });
    const stranger = openBrowser(server.url);
    expect(await signIn(stranger)).toContain("/sign-in?error=sign_up_closed");
    expect(await whoIs(stranger)).toBe(401);
    expect(await server.deps.people.findByLogin(login)).toBeNull();
  }
});

test("an invitation lets a stranger's account in, once", async () => {
  const body = JSON.stringify({ name: "Inv" });
  const headers = { "content-type": "application/json" };
  const answered = await ask(server.socketPath, { method: "POST", path: "/api/v1/invitations", body, headers });
  const token = new URL(JSON.parse(answered.text).url).searchParams.get("token") as string;
  act("invited");
  const browser = openBrowser(server.url);
  const accept = () => browser.submit("/sign-in/invitation", { token, way: "github" });
  expect(await goThrough(browser, accept)).toBe("/sign-in/done");
  expect(await whoIs(browser)).toBe("invited");
  act("too-late");
  const late = openBrowser(server.url);
  late.cookies.set([...browser.cookies.keys()].find((name) => name.endsWith(".invitation")) as string, token);
  expect(await signIn(late)).toContain("error=sign_up_closed");
});

test("an address that is somebody's here doesn't make an account theirs", async () => {
  act("octocat", { email: "shared@example.com" });
  await signIn(openBrowser(server.url));
  for (const isVerified of [true, false]) {
    act("thief", { email: "shared@example.com", isVerified, organizations: ["acme"] });
    const thief = openBrowser(server.url);
    await signIn(thief);
    expect(await whoIs(thief)).not.toBe("octocat");
  }
});

test("a login that is taken, as the owner's, gets an end of its own", async () => {
  act("local", { organizations: ["acme"] });
  const browser = openBrowser(server.url);
  await signIn(browser);
  expect(await whoIs(browser)).toMatch(/^local-[0-9a-f]{8}$/);
});

test("a way back that this browser didn't begin signs nobody in", async () => {
  act("octocat");
  const begun = openBrowser(server.url);
  const toGithub = new URL((await begun.submit("/sign-in/github", {})).headers.get("location") as string);
  const back = new URL(toGithub.searchParams.get("redirect_uri") as string);
  back.searchParams.set("code", "the-code");
  back.searchParams.set("state", toGithub.searchParams.get("state") as string);
  const victim = openBrowser(server.url);
  await victim.get(back.href);
  expect(await whoIs(victim)).toBe(401);
});

test("an account that acted at GitHub, and nobody signed in with, comes in no easier than another", async () => {
  act("commenter");
  const account = { forge: "github", accountId: String(github.account.id), login: "commenter" } as const;
  const { id } = await server.deps.accounts.ensureForgeUser(account);
  await server.db.pool.query("update user_accounts set provider_id = '127.0.0.1' where user_id = $1", [id]);
  const browser = openBrowser(server.url);
  expect(await signIn(browser)).toContain("error=sign_up_closed");
  expect(await whoIs(browser)).toBe(401);
  github.account.organizations = ["acme"];
  expect(await signIn(browser)).toBe("/sign-in/done");
  expect((await server.deps.people.find(id))?.id).toBe(id);
});

test("whoever is signed in links an account, signs in with it from then on, and nobody else can link it", async () => {
  act("linked");
  const { id } = github.account;
  const ann = await signUpForTest(server, "ann");
  const link = (browser: Browser) => goThrough(browser, () => browser.submit("/sign-in/link", {}));
  expect(await link(ann)).toBe("/sign-in/done");
  const other = openBrowser(server.url);
  await signIn(other);
  expect(await whoIs(other)).toBe("ann");
  const bea = await signUpForTest(server, "bea");
  expect(await link(bea)).toContain("error=account_already_linked_to_different_user");
  act("linked", { id });
  const again = openBrowser(server.url);
  await signIn(again);
  expect(await whoIs(again)).toBe("ann");
  const entries = (await server.deps.audit.list({ limit: 100 })).filter(({ login }) => login === "ann");
  expect(entries.map(({ kind }) => kind)).toContain("account_linked");
  const nobody = await openBrowser(server.url).submit("/sign-in/link", {});
  expect(nobody.headers.get("location")).toBe("/sign-in?error=refused");
});

test.each([
  ["/login/oauth/access_token", "invalid_code"],
  ["/api/v3/user", "unable_to_get_user_info"],
  ["/api/v3/user/emails", "unable_to_get_user_info"],
  ["/api/v3/user/orgs", "unable_to_get_user_info"],
])("a GitHub that answers nonsense at %s signs nobody in, and the page says so", async (path, code) => {
  act("octocat", { organizations: ["acme"] });
  github.hostile.set(path, (response) => response.writeHead(302, { location: server.url }).end("[".repeat(1000)));
  const browser = openBrowser(server.url);
  const place = await signIn(browser).finally(() => github.hostile.clear());
  expect(place).toContain(`/sign-in?error=${code}`);
  expect(await (await browser.get(place)).text()).toContain("say who you are");
  expect(await whoIs(browser)).toBe(401);
});

test.each([
  ["Zo\u00eb\u202eevil", /^zo-evil(-[0-9a-f]{8})?$/],
  ["\u{1d54f}\u0000", /^person(-[0-9a-f]{8})?$/],
  ["../../admin", /^admin(-[0-9a-f]{8})?$/],
  ["a".repeat(100), /^a{39}(-[0-9a-f]{8})?$/],
])("a login of other signs (%j) becomes one of ours, and no other one's", async (login, ours) => {
  act(login, { email: "signs@example.com", isVerified: false, organizations: ["acme"] });
  const browser = openBrowser(server.url);
  expect(await signIn(browser)).toBe("/sign-in/done");
  expect(await whoIs(browser)).toMatch(ours);
});
