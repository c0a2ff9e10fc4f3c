import type { Event } from "@catalyst/api";
import { type BreakableDatabase, breakableDatabase, storeTask } from "@catalyst/postgres/testing";
import { afterEach, expect, test } from "vitest";
import { signInForTest } from "../people/testing/sign-in-for-test.ts";
import { ask } from "../testing/ask.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const SOURCE = { kind: "prompt", text: "Fix the failing test" };
const REPOSITORY = { kind: "folder", path: "/srv/shop", head: null };

let server: TestServer;
let broken: BreakableDatabase;

async function start(over: "socket" | "tcp", limits?: Parameters<typeof breakableDatabase>[1]): Promise<void> {
  broken = await breakableDatabase(over, limits);
  server = await startTestServer({}, { openDb: async () => broken.db });
}

afterEach(() => server.close());

async function askAsPerson(bearer: string) {
  const headers = ["host", new URL(server.url).host, "authorization", `Bearer ${bearer}`];
  return ask(server.url, { path: "/api/v1/tasks", headers });
}

test.each(["socket", "tcp"] as const)(
  "while the database (%s) is away whoever asks is told to ask again, and what was asked under a name is done once after it",
  async (over) => {
    await start(over);
    const { bearer } = await signInForTest(server.db, server.deps.owner.userId);
    expect(await askAsPerson(bearer)).toMatchObject({ status: 200 });
    const create = {
      path: "/api/v1/tasks",
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "one" },
      body: JSON.stringify({ repository: REPOSITORY, source: SOURCE }),
    };
    await broken.cut();
    for (const asked of [askAsPerson(bearer), ask(server.socketPath, create), ask(server.socketPath, create)]) {
      const answer = await asked;
      expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
      expect(JSON.parse(answer.text)).toMatchObject({ code: "unavailable" });
    }
    expect(await ask(server.socketPath, { path: "/api/v1/health" })).toMatchObject({ status: 200 });
    await broken.mend();
    await expect.poll(async () => (await ask(server.socketPath, create)).status).toBe(201);
    expect(await ask(server.socketPath, create)).toMatchObject({ status: 201 });
    await expect.poll(async () => (await askAsPerson(bearer)).status).toBe(200);
    expect((await server.client.call("listTasks", { query: {} })).data).toHaveLength(1);
  },
);

test("while the database answers nothing at all whoever asks is told so in its time, and a stream goes on after it", async () => {
  await start("tcp", { answerMilliseconds: 10_000 });
  const { executionId } = await storeTask(server.db);
  const told: Event[] = [];
  const leaving = new AbortController();
  const following = (async () => {
    const input = { params: { execution: executionId }, query: {} };
    for await (const event of server.client.follow("streamEvents", input, { signal: leaving.signal })) {
      told.push(event);
    }
  })();
  const tell = (text: string) =>
    server.deps.events
      .record({ executionId, source: "worker", body: { type: "log", stream: "system", text } })
      .then(() => true)
      .catch(() => false);
  expect(await tell("before")).toBe(true);
  await expect.poll(() => told).toHaveLength(1);
  broken.silence();
  const list = { path: "/api/v1/tasks" };
  for (const answer of await Promise.all(Array.from({ length: 12 }, () => ask(server.socketPath, list)))) {
    expect(answer).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
  }
  await broken.mend();
  await expect.poll(async () => (await ask(server.socketPath, list)).status).toBe(200);
  await expect.poll(() => tell("after")).toBe(true);
  await expect.poll(() => told.length).toBeGreaterThan(1);
  leaving.abort();
  await following;
  expect(told).toMatchObject([
    { number: 1, body: { text: "before" } },
    { number: 2, body: { text: "after" } },
  ]);
});

test.each(["socket", "tcp"] as const)(
  "a stream goes on after the database (%s) was away, with everything once and in order",
  async (over) => {
    await start(over);
    const { executionId } = await storeTask(server.db);
    const tell = (text: string) =>
      server.deps.events.record({ executionId, source: "worker", body: { type: "log", stream: "system", text } });
    const told: Event[] = [];
    const leaving = new AbortController();
    const following = (async () => {
      const input = { params: { execution: executionId }, query: {} };
      for await (const event of server.client.follow("streamEvents", input, { signal: leaving.signal })) {
        told.push(event);
      }
    })();
    await tell("before");
    await expect.poll(() => told).toHaveLength(1);
    await broken.cut();
    await expect(tell("never")).rejects.toThrow();
    await broken.mend();
    await expect
      .poll(() =>
        tell("after").then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    await expect.poll(() => told.length).toBeGreaterThan(1);
    leaving.abort();
    await following;
    expect(told.map(({ number }) => number)).toEqual([1, 2]);
    expect(told).toMatchObject([{ body: { text: "before" } }, { body: { text: "after" } }]);
  },
);
