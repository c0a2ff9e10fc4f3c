import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";
import type { Browser } from "./testing/browser.ts";
import { signUpForTest } from "./testing/sign-up-for-test.ts";

let server: TestServer;
const people = new Map<string, Browser>();
beforeAll(async () => {
  server = await startTestServer();
  for (const login of ["ann", "bea", "carl"]) {
    await server.db.pool.query("delete from rate_limits");
    people.set(login, await signUpForTest(server, login));
  }
});
afterAll(() => server.close());

interface Entry {
  kind: string;
  login: string | null;
  team: string | null;
  facts: Record<string, string>;
}

/** `door`: `GET /teams`. */
async function call(who: string, door: string, body?: object): Promise<Response> {
  const [method, path] = door.split(" ") as [string, string];
  const { cookies } = people.get(who) as Browser;
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const headers = { cookie, origin: server.url, "content-type": "application/json" };
  const said = body === undefined ? {} : { body: JSON.stringify(body) };
  return fetch(`${server.url}/api/v1${path}`, { method, headers, ...said });
}

const auditFor = async (who: string, query: string) =>
  (await (await call(who, `GET /audit?${query}`)).json()) as { data: Entry[]; nextCursor: string | null };

test("what was done in a team is told to who keeps it, page by page, and to nobody else", async () => {
  await call("ann", "POST /teams", { slug: "shop" });
  const invited = (await (
    await call("ann", "POST /teams/shop/invitations", { name: "Bea", role: "member" })
  ).json()) as { url: string };
  const token = new URL(invited.url).searchParams.get("token") as string;
  await (people.get("bea") as Browser).submit("/sign-in/invitation", { token, way: "accept" });
  await call("ann", "PATCH /teams/shop/members/bea", { role: "viewer" });
  await call("bea", "POST /api-keys", { name: "CI", scopes: ["tasks:read"], team: "shop" });
  await call("bea", "DELETE /api-keys/CI");
  await call("bea", "POST /api-keys", { name: "Own", scopes: ["tasks:read"] });
  await call("ann", "PATCH /teams/shop", { name: "The shop" });
  await call("bea", "DELETE /teams/shop/members/bea");

  const { data } = await auditFor("ann", "team=shop");
  expect(data.map(({ kind, login }) => `${login} ${kind}`)).toEqual([
    "bea member_left",
    "ann team_renamed",
    "bea key_ended",
    "bea key_made",
    "ann role_changed",
    "bea invitation_accepted",
    "ann invited",
    "ann team_made",
  ]);
  expect(data[4]?.facts).toEqual({ login: "bea", role: "viewer" });
  expect(JSON.stringify(data)).not.toContain(token);

  const seen: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await auditFor("ann", `team=shop&limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`);
    seen.push(...page.data.map(({ kind }) => kind));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(data.map(({ kind }) => kind));
  for (const who of ["bea", "carl"]) {
    expect((await call(who, "GET /audit?team=shop")).status).toBe(404);
    expect((await call(who, "GET /audit")).status).toBe(403);
  }
});

test("who changed which setting is written down for the team, without the value, and not what was refused", async () => {
  await call("ann", "POST /teams", { slug: "books" });
  const [project] = ((await (await call("ann", "GET /projects")).json()) as { data: { name: string }[] }).data.filter(
    ({ name }) => name.startsWith("books/"),
  );
  const of = `project=${encodeURIComponent(project?.name ?? "")}`;
  expect((await call("ann", `PUT /settings/env.GREETING?${of}`, { value: "a-canary" })).status).toBe(200);
  expect((await call("ann", `PUT /settings/timeoutMinutes?${of}`, { value: "soon" })).status).toBe(400);
  expect((await call("carl", `DELETE /settings/env.GREETING?${of}`)).status).toBe(404);
  expect((await call("ann", `DELETE /settings/env.GREETING?${of}`)).status).toBe(200);
  const { data } = await auditFor("ann", "team=books");
  const changes = data.filter(({ kind }) => kind === "setting_changed");
  expect(changes.map(({ login, facts }) => [login, facts.setting, facts.change])).toEqual([
    ["ann", "env.GREETING", "taken_back"],
    ["ann", "env.GREETING", "said"],
  ]);
  expect(JSON.stringify(data)).not.toContain("a-canary");
});

test("the machine's owner sees all of it, over the socket, and what is refused isn't written down as done", async () => {
  expect((await call("carl", "PATCH /teams/shop/members/ann", { role: "viewer" })).status).toBe(404);
  expect((await call("ann", "DELETE /teams/shop/members/ann")).status).toBe(409);
  const { text } = await ask(server.socketPath, { method: "GET", path: "/api/v1/audit?limit=200" });
  const entries = JSON.parse(text).data as Entry[];
  expect(entries.filter(({ login }) => login === "carl").map(({ kind }) => kind)).toEqual([
    "signed_in",
    "invitation_accepted",
    "signed_up",
  ]);
  expect(entries.filter(({ kind, login }) => kind === "member_left" && login === "ann")).toEqual([]);
  expect(entries.find(({ kind, facts }) => kind === "key_made" && facts.name === "Own")).toMatchObject({ team: null });
});
