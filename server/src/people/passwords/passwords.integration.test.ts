import { GUESSES } from "@catalyst/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ask } from "../../testing/ask.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";
import type { Browser } from "../testing/browser.ts";
import { openBrowser } from "../testing/browser.ts";
import { signUpForTest, whoIs } from "../testing/sign-up-for-test.ts";

const PASSWORD = "correct horse battery";
const OTHER = "staple and a bit more";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
/** All tests ask from one address. */
beforeEach(() => server.db.pool.query("delete from rate_limits; delete from guesses"));

const noLimitOfAddress = () => server.db.pool.query("delete from rate_limits");
async function signIn(name: string, password: string, browser = openBrowser(server.url)): Promise<Browser> {
  await noLimitOfAddress();
  await browser.submit("/sign-in", { name, password });
  return browser;
}
async function tryToSignIn(name: string, password: string, browser = openBrowser(server.url)): Promise<number> {
  await noLimitOfAddress();
  return (await browser.submit("/sign-in", { name, password })).status;
}
async function resetLinkFor(login: string): Promise<string> {
  const answered = await ask(server.socketPath, { method: "POST", path: `/api/v1/people/${login}/reset-links` });
  return JSON.parse(answered.text).url;
}
const reset = (link: string, password: string) =>
  openBrowser(server.url).submit("/sign-in/reset", {
    token: new URL(link).searchParams.get("token") as string,
    password,
  });

test("a password is changed by whoever says the present one, and ends every other session", async () => {
  const browser = await signUpForTest(server, "chg");
  const other = await signIn("chg", PASSWORD);
  expect(await whoIs(other)).toBe("chg");
  const { status } = await browser.submit("/sign-in/password", { present: PASSWORD, password: OTHER });
  expect(status).toBe(200);
  expect([await whoIs(browser), await whoIs(other)]).toEqual(["chg", 401]);
  expect(await tryToSignIn("chg", PASSWORD)).toBe(401);
  expect(await tryToSignIn("chg", OTHER)).toBe(303);
});

test.each<Record<string, string>>([{}, { present: "" }, { present: "a wrong password" }])(
  "whoever says %j for it changes nothing, and ends nothing",
  async (said) => {
    const login = `no${Math.random().toString(36).slice(2, 10)}`;
    const browser = await signUpForTest(server, login);
    const other = await signIn(login, PASSWORD);
    expect((await browser.submit("/sign-in/password", { ...said, password: OTHER })).status).toBe(400);
    expect([await whoIs(browser), await whoIs(other)]).toEqual([login, login]);
    expect(await tryToSignIn(login, OTHER)).toBe(401);
  },
);

test.each(["short", "x".repeat(129)])("%s is no password", async (password) => {
  const login = `len${Math.random().toString(36).slice(2, 10)}`;
  const browser = await signUpForTest(server, login);
  expect((await browser.submit("/sign-in/password", { present: PASSWORD, password })).status).toBe(400);
  expect((await reset(await resetLinkFor(login), password)).status).toBe(400);
  expect(await tryToSignIn(login, PASSWORD)).toBe(303);
});

test("of two who change it at once, one does", async () => {
  const browser = await signUpForTest(server, "two");
  const next = [`${OTHER} one`, `${OTHER} two`];
  const answers = await Promise.all(
    next.map((password) => browser.submit("/sign-in/password", { present: PASSWORD, password })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const works = [];
  for (const password of next) {
    works.push(await tryToSignIn("two", password));
  }
  expect(works.toSorted()).toEqual([303, 401]);
});

test("a link for another password counts once, ends every session, and the one before it is worth nothing", async () => {
  const browser = await signUpForTest(server, "lost");
  const [first, link] = [await resetLinkFor("lost"), await resetLinkFor("lost")];
  expect((await reset(first, OTHER)).status).toBe(400);
  const shown = await openBrowser(server.url).get(link);
  expect([shown.status, shown.headers.get("referrer-policy")]).toEqual([200, "same-origin"]);
  expect(await whoIs(browser)).toBe("lost");
  const tries = await Promise.all([1, 2, 3].map((each) => reset(link, `${OTHER} ${each}`)));
  expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(await whoIs(browser)).toBe(401);
  expect((await openBrowser(server.url).get(link)).status).toBe(404);
});

test("a link that was made for somebody is worth nothing once it expired, they changed it, or they are gone", async () => {
  const browser = await signUpForTest(server, "exp");
  const expired = await resetLinkFor("exp");
  await server.db.pool.query("update password_resets set expires_at = now() - interval '1 second'");
  expect((await reset(expired, OTHER)).status).toBe(400);
  const overtaken = await resetLinkFor("exp");
  expect((await browser.submit("/sign-in/password", { present: PASSWORD, password: OTHER })).status).toBe(200);
  expect((await reset(overtaken, "yet another password")).status).toBe(400);
  const orphaned = await resetLinkFor("exp");
  await ask(server.socketPath, { method: "DELETE", path: "/api/v1/people/exp" });
  expect((await reset(orphaned, "yet another password")).status).toBe(400);
});

/** As after more guesses than there are, just now. */
const useUpGuesses = () => server.db.pool.query("update guesses set free_at = now() + interval '1 hour'");

test("what is stored of a link opens nothing", async () => {
  const browser = await signUpForTest(server, "dmp");
  const link = await resetLinkFor("dmp");
  const { rows } = await server.db.pool.query("select token_hash from password_resets");
  for (const { token_hash: stored } of rows) {
    expect(link).not.toContain(stored);
    expect((await reset(`${server.url}/?token=${stored}`, OTHER)).status).toBe(400);
  }
  expect(await whoIs(browser)).toBe("dmp");
});

test("guesses at one account are few wherever they come from, and are there again by themselves", async () => {
  await signUpForTest(server, "gue");
  expect(await tryToSignIn("gue", "a wrong password")).toBe(401);
  await useUpGuesses();
  for (const name of ["gue", "gue@example.com", "GUE@example.com"]) {
    await noLimitOfAddress();
    const refused = await openBrowser(server.url).submit("/sign-in", { name, password: PASSWORD });
    expect([refused.status, Number(refused.headers.get("retry-after"))]).toEqual([429, GUESSES.everySeconds]);
  }
  await server.db.pool.query("update guesses set free_at = now()");
  expect(await tryToSignIn("gue", PASSWORD)).toBe(303);
  await useUpGuesses();
  expect(await tryToSignIn("gue", "a wrong password")).toBe(401);
});

test("whoever uses up an account's guesses doesn't keep its person out of where they were signed in before", async () => {
  const browser = await signUpForTest(server, "vic");
  await browser.submit("/sign-in/out", {});
  expect(await tryToSignIn("vic", PASSWORD, browser)).toBe(303);
  await browser.submit("/sign-in/out", {});
  await tryToSignIn("vic", "a wrong password");
  await useUpGuesses();
  expect(await tryToSignIn("vic", PASSWORD)).toBe(429);
  expect(await tryToSignIn("vic", "a wrong password", browser)).toBe(401);
  expect(await tryToSignIn("vic", PASSWORD, browser)).toBe(303);
});

test("a browser that is known for one account has no tries of its own at another, nor has one that says it is known", async () => {
  await signUpForTest(server, "mark");
  const known = await signUpForTest(server, "attacker");
  await signIn("attacker", PASSWORD, known);
  const name = [...known.cookies.keys()].find((each) => each.endsWith(".known")) as string;
  await tryToSignIn("mark", "a wrong password");
  await useUpGuesses();
  for (const value of [known.cookies.get(name) as string, "made-up.made-up", "", "é.é"]) {
    const browser = openBrowser(server.url);
    browser.cookies.set(name, encodeURIComponent(value));
    expect(await tryToSignIn("mark", PASSWORD, browser), value).toBe(429);
  }
});

test("whether somebody is here can't be told from what signing in answers, however often it is tried", async () => {
  await signUpForTest(server, "here");
  await server.deps.accounts.ensureUser("without-password");
  const answerOf = async (name: string) => {
    await noLimitOfAddress();
    const response = await openBrowser(server.url).submit("/sign-in", { name, password: "a wrong password" });
    return [response.status, await response.text(), [...response.headers.keys()].sort()];
  };
  const answersOf = async (name: string) => {
    const first = await answerOf(name);
    await useUpGuesses();
    return [first, await answerOf(name)];
  };
  const here = await answersOf("here");
  for (const name of ["nobody-is-called-so", "without-password", "nobody@example.com"]) {
    expect(await answersOf(name)).toEqual(here);
  }
});

test("a password is hashed as often for somebody who isn't here as for somebody who is", async () => {
  await signUpForTest(server, "time");
  const { password } = await (await server.deps.signIn.library()).$context;
  const { hash, verify } = password;
  const asked = { count: 0 };
  const counted = <Args extends unknown[], Result>(work: (...args: Args) => Result) => {
    return (...args: Args) => {
      asked.count += 1;
      return work(...args);
    };
  };
  Object.assign(password, { hash: counted(hash), verify: counted(verify) });
  for (const name of ["time", "nobody-is-called-so", "without-password", "nobody@example.com"]) {
    asked.count = 0;
    await tryToSignIn(name, "a wrong password");
    expect(asked.count, name).toBe(1);
  }
  Object.assign(password, { hash, verify });
});

test("a failed try is written down with whose account was meant, and not with what was typed", async () => {
  await signUpForTest(server, "audited");
  await tryToSignIn("audited", "a wrong password");
  await tryToSignIn("my secret password", "audited");
  const { text } = await ask(server.socketPath, { method: "GET", path: "/api/v1/audit?limit=10" });
  const failed = (JSON.parse(text).data as { kind: string; facts: object }[]).filter(
    ({ kind }) => kind === "sign_in_failed",
  );
  expect(failed.slice(0, 2).map(({ facts }) => facts)).toEqual([
    { address: "127.0.0.1" },
    { address: "127.0.0.1", login: "audited" },
  ]);
  expect(text).not.toContain("my secret");
});

test("signing out ends what is followed by that session", async () => {
  const browser = await signUpForTest(server, "flw");
  const stream = await browser.get("/api/v1/changes/stream?after=0");
  const ended = stream.text();
  await browser.submit("/sign-in/out", {});
  expect(typeof (await ended)).toBe("string");
});
