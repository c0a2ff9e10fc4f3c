/** GitHub's own examples of what it tells, over a socket and into a database: they are old, so they prove that nothing breaks. */
import { signalOf } from "@catalyst/core/trigger";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { appSignedWith, signedHeaders } from "../../server/src/github/testing/signed-delivery.ts";
import { ask } from "../../server/src/testing/ask.ts";
import { startTestServer, type TestServer } from "../../server/src/testing/start-test-server.ts";
import { type DecideDelivery, takeDelivery } from "../../worker/src/hearing/take-delivery.ts";
import { readExamples } from "./examples.ts";
import { mutate } from "./mutate.ts";

const SECRET = "a secret of the examples";
/** Of all mutations so few go this way: mutations.test.ts has all of them. */
const ONE_OF = 400;

const app = appSignedWith(SECRET);
const told = readExamples();

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.deps.githubApps.insert(app);
});
afterAll(() => server?.close());
beforeEach(() => server.db.pool.query("delete from github_deliveries"));

const decide: DecideDelivery = async ({ event, payload }) => {
  const reading = signalOf({ event, payload });
  return reading.kind === "none"
    ? { decision: "ignored", reason: reading.reason }
    : { decision: "task", reason: reading.signal.kind };
};

async function send(event: string, body: string): Promise<number> {
  const headers = { host: new URL(server.url).host, ...signedHeaders(app, { secret: SECRET, body, event }) };
  return (await ask(server.url, { path: "/api/github/webhook", method: "POST", headers, body })).status;
}

/** What became of all that waits, by state. */
async function decideAll(): Promise<Record<string, number>> {
  const deps = {
    ...{ apps: server.deps.githubApps, deliveries: server.deps.githubDeliveries, decide },
    ...{ now: () => new Date(), random: Math.random, log: server.deps.log },
    alone: <Result>(work: () => Promise<Result>) => work(),
    noteSettled: () => undefined,
    signal: new AbortController().signal,
  };
  while (await takeDelivery(deps)) {}
  const { rows } = await server.db.pool.query<{ state: string; count: number }>(
    "select state, count(*)::int as count from github_deliveries group by state",
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

test("all of GitHub's examples pass the door and are decided, those that have a rule for what they are", async () => {
  expect(told.length).toBeGreaterThan(300);
  for (const { event, payload } of told) {
    expect(await send(event, JSON.stringify(payload)), event).toBe(202);
  }
  const { ignored = 0, decided = 0, ...others } = await decideAll();
  expect(others).toEqual({});
  expect(ignored + decided).toBe(told.length);
  expect(decided).toBeGreaterThan(5);
});

test("examples with a field missing or null pass the door and are decided", async () => {
  let [count, sent] = [0, 0];
  for (const { event, payload } of told) {
    for (const { field, how } of mutate(payload)) {
      count += 1;
      if (count % ONE_OF === 0) {
        sent += 1;
        expect(await send(event, JSON.stringify(payload)), `${event}: ${field} ${how}`).toBe(202);
      }
    }
  }
  const { ignored = 0, decided = 0, ...others } = await decideAll();
  expect(others).toEqual({});
  expect(ignored + decided).toBe(sent);
  expect(sent).toBeGreaterThan(300);
});
