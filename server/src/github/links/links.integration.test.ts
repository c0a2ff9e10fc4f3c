import { setTimeout as wait } from "node:timers/promises";
import type { WorkerAnswer, WorkerWish } from "@catalyst/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Browser } from "../../people/testing/browser.ts";
import { signUpForTest } from "../../people/testing/sign-up-for-test.ts";
import { startTestServer, type TestServer } from "../../testing/start-test-server.ts";

let server: TestServer;
let ann: Browser;
let bea: Browser;
beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 60 });
  ann = await signUpForTest(server, "ann");
  bea = await signUpForTest(server, "bea");
});
afterAll(() => server.close());
beforeEach(() => server.db.pool.query("delete from rate_limits"));

const LINKS = "/api/v1/github/links";

/** `door`: `GET /api/v1/me`. */
async function call(browser: Browser, door: string, body?: object) {
  const [method, path] = door.split(" ") as [string, string];
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { cookie, origin: server.url, "content-type": "application/json" };
  const said = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${server.url}${path}`, { method, headers, ...said });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}

/** Answers the next wish as a worker; returns it. */
async function answerWith(answer: WorkerAnswer): Promise<WorkerWish> {
  const wishes: WorkerWish[] = [];
  const work = async (wish: WorkerWish) => {
    wishes.push(wish);
    return answer;
  };
  while (!(await server.deps.worker.wishes.answerNext(work))) {
    await wait(5);
  }
  return wishes[0] as WorkerWish;
}

const agreed = (id: string): WorkerAnswer => ({
  kind: "github_link_asked",
  asked: { kind: "agreed", host: "github.com", account: { id, login: "octocat" } },
});

async function finish(browser: Browser, answer: WorkerAnswer) {
  const finished = call(browser, `POST ${LINKS}/finish`, { pending: "as-it-was-begun" });
  const wish = await answerWith(answer);
  return { ...(await finished), wish };
}

const idOf = async (login: string) => (await server.deps.people.findByLogin(login))?.id;
const noted = async () => {
  const entries = await server.deps.audit.list({ limit: 100 });
  return entries
    .filter(({ kind }) => kind.startsWith("account_"))
    .map(({ kind, login, facts }) => [kind, login, facts]);
};

test("whoever is signed in is asked at a GitHub who they are, and gets what isn't another's", async () => {
  const begun = { userCode: "WDJB-MJHT", page: "https://github.com/login/device", lifetimeSeconds: 900 };
  const answer = { ...begun, intervalSeconds: 5, pending: "as-it-was-begun" };
  const beginning = call(ann, `POST ${LINKS}`, {});
  const wish = await answerWith({ kind: "github_link_begun", begun: answer });
  expect(wish).toEqual({ kind: "begin_github_link", host: "github.com", userId: await idOf("ann") });
  expect(await beginning).toEqual({ status: 200, body: answer });
  const waiting = await finish(ann, { kind: "github_link_asked", asked: { kind: "waiting", intervalSeconds: 10 } });
  expect(waiting).toMatchObject({ status: 200, body: { state: "waiting", intervalSeconds: 10 } });
  expect(waiting.wish).toEqual({ kind: "ask_github_link", pending: "as-it-was-begun", userId: await idOf("ann") });
  expect(await finish(ann, agreed("7"))).toMatchObject({ status: 200, body: { state: "linked", login: "octocat" } });
  expect((await call(ann, `GET ${LINKS}`)).body).toEqual({ data: [{ host: "github.com", accountId: "7" }] });
  expect(await noted()).toEqual([["account_linked", "ann", { forge: "github", account: "7" }]]);
});

test("an account that is somebody's is refused to another, in words, and linked to its own once", async () => {
  const { status, body } = await finish(bea, agreed("7"));
  expect(status).toBe(409);
  expect(body.detail).toMatch(/octocat failed: somebody else has linked it/);
  expect((await call(bea, `GET ${LINKS}`)).body).toEqual({ data: [] });
  await finish(ann, agreed("7"));
  expect(await noted()).toHaveLength(1);
});

test("it is given up by its own person, and is free for another", async () => {
  expect((await call(bea, `DELETE ${LINKS}`)).status).toBe(404);
  expect((await call(ann, `DELETE ${LINKS}?host=ghe.example`)).status).toBe(404);
  expect((await call(ann, `DELETE ${LINKS}`)).status).toBe(204);
  expect((await finish(bea, agreed("7"))).status).toBe(200);
  expect((await noted()).slice(0, 2)).toEqual([
    ["account_linked", "bea", { forge: "github", account: "7" }],
    ["account_unlinked", "ann", { forge: "github", account: "7" }],
  ]);
});

test("a host that is none is refused before anybody is asked", async () => {
  expect((await call(ann, `POST ${LINKS}`, { host: "ghe.example:99999" })).status).toBe(400);
});
