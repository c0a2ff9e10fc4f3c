import { isDeepStrictEqual } from "node:util";
import { type NeededScope, type Operation, ROUTES, type Route, SCOPES } from "@catalyst/api";
import { KeyScope, Role } from "@catalyst/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askRoute, type Door, type Said } from "./testing/rights/ask-route.ts";
import { CANARY, makePlace, NOTHING, type PlaceOfRoles } from "./testing/rights/place-of-roles.ts";
import { type Ids, PROBES, type Probe } from "./testing/rights/route-probes.ts";
import { startTestServer, type TestServer } from "./testing/start-test-server.ts";

const PEOPLE = ["ann", "adam", "max", "vic", "bob"];
/** In the order of the columns of `Probe`. */
const COLUMNS = [...PEOPLE, "the machine's owner", ...Role.options.map((role) => `a key as ${role}`)];
const SCOPE_NAMES: readonly NeededScope[] = KeyScope.options;
const OPERATIONS = Object.entries(PROBES) as [Operation, Probe[]][];

let server: TestServer;
let place: PlaceOfRoles;
const doors = new Map<string, Door>();

beforeAll(async () => {
  server = await startTestServer({ takeSeconds: 0, heartbeatSeconds: 0.05, keyRequestsPerMinute: 100_000 });
  place = await makePlace(server);
  const over = (bearer: string | null): Door => ({ place: { url: server.url }, bearer });
  for (const login of PEOPLE) {
    doors.set(login, over(await place.signIn(login)));
  }
  doors.set("the machine's owner", { place: { socketPath: server.socketPath }, bearer: null });
  for (const role of Role.options) {
    doors.set(`a key as ${role}`, over(await place.keyOf("ann", { role })));
  }
  for (const scope of KeyScope.options) {
    doors.set(`a key for ${scope}`, over(await place.keyOf("ann", { scopes: [scope] })));
  }
  await addNobodies(over);
}, 120_000);

afterAll(() => server?.close());

/** Those who are nobody, or have been somebody. */
async function addNobodies(over: (bearer: string | null) => Door): Promise<void> {
  doors.set("nobody", over(null));
  const [session, expired, ended] = [await place.signIn("ann"), await place.keyOf("ann"), await place.keyOf("ann")];
  doors.set("an ended session", over(session));
  doors.set("an expired key", over(expired));
  doors.set("an ended key", over(ended));
  const userId = await place.idOf("ann");
  const keys = (await server.deps.keys.list(userId)).toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  const idOf = (key: string) => keys.find(({ prefix }) => key.startsWith(prefix))?.id as string;
  const past = "now() - interval '1 second'";
  await server.db.pool.query(`update api_keys set expires_at = ${past} where id = $1`, [idOf(expired)]);
  await server.deps.keys.end({ id: idOf(ended), userId });
  await server.db.pool.query(
    "delete from sessions where id = (select id from sessions where user_id = $1 order by created_at desc limit 1)",
    [userId],
  );
}

const ask = (who: string, operation: Operation, request: object) =>
  askRoute(operation, request, doors.get(who) as Door);

/** The words without what was named, and what is another one each time. */
function withoutIds({ words }: Said, ids: Ids): string {
  const named = Object.values(ids).toSorted((a, b) => b.length - a.length);
  return named.reduce((text, id) => text.replaceAll(id, "<id>"), words).replace(/"requestId":"[^"]*"/, "");
}

/** One sign of a row. */
async function signOf(who: string, operation: Operation, { request }: Probe): Promise<string> {
  const said = await ask(who, operation, request(place.theirs));
  if (!isTheirs(who)) {
    expectNoLeak(said);
  }
  if (said.code === "forbidden") {
    return "-";
  }
  const isNamed = !isDeepStrictEqual(request(place.theirs), request(NOTHING));
  if (said.code !== "not_found" || !isNamed) {
    expect(said.status, `${who}: ${said.words}`).not.toBe(401);
    expect(said.code, `${who}: ${said.words}`).not.toBe("internal");
    return "+";
  }
  const unknown = await ask(who, operation, request(NOTHING));
  return withoutIds(said, place.theirs) === withoutIds(unknown, NOTHING) ? "?" : "+";
}

const isTheirs = (who: string) => who !== "bob" && who !== "the machine's owner";

/** What somebody else named themselves may come back to them. */
function expectNoLeak({ code, words }: Said): void {
  const { task, execution, repository, projectId, project } = place.theirs;
  const hints = code === "ok" ? [task, execution, repository, projectId, project, CANARY] : [CANARY];
  for (const hint of hints) {
    expect(words).not.toContain(hint);
  }
}

test("each route of the contract is tried", () => {
  expect(Object.keys(PROBES).sort()).toEqual(Object.keys(ROUTES).sort());
});

describe("who may do what by the routes", () => {
  test.each(OPERATIONS)("%s", async (operation, probes) => {
    for (const [index, probe] of probes.entries()) {
      const columns = [];
      for (const who of COLUMNS) {
        columns.push(await signOf(who, operation, probe));
      }
      const row = probe.row.replaceAll(" ", "");
      expect(columns.join(""), `${COLUMNS.join(", ")}; probe ${index}`).toBe(row);
    }
  });
});

describe("a key's scopes", () => {
  test.each(OPERATIONS)("%s", async (operation, [probe]) => {
    const needed: NeededScope = SCOPES[operation];
    for (const scope of SCOPE_NAMES) {
      const said = await ask(`a key for ${scope}`, operation, (probe as Probe).request(place.theirs));
      const isFor = needed === "any" || needed === scope;
      const refusal = isFor ? "It is for it." : /API key/;
      expect(said.code === "forbidden" ? said.words : "It is for it.", scope).toMatch(refusal);
    }
  });
});

describe.each(["nobody", "an ended session", "an expired key", "an ended key"])("by %s", (who) => {
  test.each(OPERATIONS)("%s is answered to nobody", async (operation, [probe]) => {
    const { isOpen }: Route = ROUTES[operation];
    const said = await ask(who, operation, (probe as Probe).request(place.theirs));
    expect(said.status).toBe(isOpen === true ? 200 : 401);
    expectNoLeak(said);
  });
});

test("a key for one team or project sees nothing of the rest of what its person sees", async () => {
  const { team, project, task } = place.theirs;
  await ask("ann", "createTask", {
    body: { repository: { kind: "url", url: "https://example.com/own" }, source: { kind: "prompt", text: "My own" } },
  });
  const titlesBy = async (bound: object) => {
    const door = { place: { url: server.url }, bearer: await place.keyOf("ann", bound) };
    const { words } = await askRoute("listTasks", {}, door);
    return (JSON.parse(words) as { data: { id: string; title: string }[] }).data;
  };
  const all = await titlesBy({});
  for (const bound of [{ team }, { project }]) {
    const seen = await titlesBy(bound);
    expect(seen.map(({ id }) => id)).toContain(task);
    expect(seen.map(({ title }) => title)).not.toContain("My own");
  }
  expect(all.map(({ title }) => title)).toContain("My own");
});
