import { afterAll, beforeAll, expect, test } from "vitest";
import { type Browser, openBrowser } from "../people/testing/browser.ts";
import { signUpForTest } from "../people/testing/sign-up-for-test.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const HOOK = "https://example.com/hooks/t0ken";
const PATH = "/api/v1/notifications/destinations";

let server: TestServer;
let ann: Browser;
let bea: Browser;
let max: Browser;
let eve: Browser;

beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 0 });
  ann = await signUpForTest(server, "ann");
  expect((await ann.post("/api/v1/teams", { slug: "shop" })).status).toBe(201);
  bea = await signUpForTest(server, "bea");
  max = await signUpForTest(server, "max");
  await server.db.pool.query("delete from rate_limits");
  eve = await signUpForTest(server, "eve");
  await join("bea", "admin");
  await join("max", "member");
});
afterAll(() => server?.close());

async function join(login: string, role: string): Promise<void> {
  await server.db.pool.query(
    "insert into team_members (team_id, user_id, role) select teams.id, users.id, $2 from teams, users where teams.slug = 'shop' and users.login = $1",
    [login, role],
  );
}

async function listed(browser: Browser, query = "?team=shop"): Promise<string[] | number> {
  const answer = await browser.get(`${PATH}${query}`);
  return answer.ok
    ? ((await answer.json()) as { data: { name: string }[] }).data.map(({ name }) => name)
    : answer.status;
}

const make = (browser: Browser, more: object = {}) =>
  browser.post(PATH, { name: "ci", url: HOOK, team: "shop", ...more });

test("who keeps a team keeps where it is told; it is the team's, and nobody's own", async () => {
  const made = await make(ann);
  expect(made.status).toBe(201);
  expect(await made.json()).toMatchObject({
    destination: { name: "ci", origin: "https://example.com" },
    secret: expect.stringMatching(/^whsec_/),
  });
  expect([await listed(bea), await listed(ann, ""), await listed(bea, "")]).toEqual([["ci"], [], []]);
  expect((await make(bea)).status).toBe(409);
  const tried = await bea.post(`${PATH}/ci/test?team=shop`, {});
  expect(tried.status).toBe(200);
  const { id } = (await tried.json()) as { id: string };
  const deliveries = await ann.get(`${PATH}/ci/deliveries?team=shop`);
  expect(await deliveries.json()).toMatchObject({ data: [{ id, isTest: true }] });
  expect((await ann.post(`${PATH}/ci/secret?team=shop`, {})).status).toBe(201);
  expect((await ann.post(`${PATH}/ci/secret`, {})).status).toBe(404);
});

test("a member may not, somebody else finds no such team, and neither learns what there is", async () => {
  expect([await listed(max), (await make(max)).status]).toEqual([403, 403]);
  expect([await listed(eve), (await make(eve)).status]).toEqual([404, 404]);
  expect([await listed(openBrowser(server.url)), (await make(openBrowser(server.url))).status]).toEqual([401, 401]);
});

test("a team is told of its own projects, and by no mail", async () => {
  expect((await make(ann, { name: "mine", project: "default" })).status).toBe(400);
  expect((await make(ann, { name: "web", project: "shop/default" })).status).toBe(201);
  const mail = await make(ann, { name: "mail", channel: "email", url: null });
  expect(mail.status).toBe(422);
  expect(await mail.json()).toMatchObject({
    code: "unsupported",
    detail: expect.stringContaining("each of its members"),
  });
});

test("it stays when who made it leaves, and goes with whoever removes it", async () => {
  await server.db.pool.query("delete from team_members using users where users.id = user_id and users.login = 'bea'");
  expect(await listed(bea)).toBe(404);
  expect(await listed(ann)).toEqual(["ci", "web"]);
});
