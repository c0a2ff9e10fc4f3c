import { request as startRequest } from "node:http";
import { storeTask } from "@catalyst/postgres/testing";
import { afterEach, expect, test } from "vitest";
import { type Answered, ask } from "../testing/ask.ts";
import { endExecution } from "../testing/execution-events.ts";
import { makePlace } from "../testing/rights/place-of-roles.ts";
import { untilEndsAreHeard } from "../testing/rights/until-ends-are-heard.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;

afterEach(() => server.close());

const PATH = "/api/v1/tasks/1";

/** A task, and how it is waited for; `isAnswered` as soon as it is. */
async function waitFor(headers: Record<string, string> = {}, seconds = 60) {
  const state = { isAnswered: false };
  const asking = () => ask(server.socketPath, { path: `${PATH}?wait=${seconds}`, headers });
  const answer = untilPlaced(asking).then((answered) => {
    state.isAnswered = true;
    return answered;
  });
  await expect.poll(countWaiting).toBe(1);
  return { answer, state };
}

/** Asks until there is a place: whoever counts who waits takes one for a moment. */
async function untilPlaced(asking: () => Promise<Answered>): Promise<Answered> {
  const answered = await asking();
  return answered.status === 429 ? untilPlaced(asking) : answered;
}

/** Who waits has been counted: another finds no place. */
async function countWaiting(): Promise<number> {
  const { status } = await ask(server.socketPath, { path: `${PATH}?wait=0` });
  return status === 429 ? 1 : 0;
}

const statusOf = ({ text }: Answered) => JSON.parse(text).status;
const cancel = () => server.client.call("cancelTask", { params: { task: "1" } });

test("a task is waited for until it is otherwise, and nobody else is told of it", async () => {
  server = await startTestServer({ maxStreams: 1 });
  await storeTask(server.db);
  const { answer, state } = await waitFor();
  await storeTask(server.db);
  expect(state.isAnswered).toBe(false);
  await cancel();
  expect(JSON.parse((await answer).text).cancelRequestedAt).not.toBeNull();
});

test("what its client doesn't know is answered at once, and what it knows once it is otherwise", async () => {
  server = await startTestServer({ maxStreams: 1 });
  await storeTask(server.db);
  const { headers } = await ask(server.socketPath, { path: PATH });
  const known = { "if-none-match": String(headers.etag) };
  const { answer } = await waitFor(known);
  await cancel();
  expect((await answer).status).toBe(200);
  expect((await ask(server.socketPath, { path: `${PATH}?wait=60`, headers: known })).status).toBe(200);
});

test("whoever has waited long enough hears that nothing is new, or how it is", async () => {
  server = await startTestServer();
  await storeTask(server.db);
  const { headers } = await ask(server.socketPath, { path: PATH });
  const known = { "if-none-match": String(headers.etag) };
  expect((await ask(server.socketPath, { path: `${PATH}?wait=1`, headers: known })).status).toBe(304);
  const same = await ask(server.socketPath, { path: `${PATH}?wait=0` });
  expect([same.status, statusOf(same)]).toEqual([200, "pending"]);
  const { text } = await ask(server.socketPath, { path: `${PATH}?wait=61` });
  expect(JSON.parse(text)).toMatchObject({ code: "invalid_input", errors: [{ path: "query.wait" }] });
});

test("nothing is awaited of what has ended", async () => {
  server = await startTestServer();
  const { executionId } = await storeTask(server.db);
  await endExecution(server, executionId);
  expect(statusOf(await ask(server.socketPath, { path: `${PATH}?wait=60` }))).toBe("cancelled");
});

test("a server that stops answers who waits with what there is", async () => {
  server = await startTestServer({ maxStreams: 1, drainSeconds: 3600 });
  await storeTask(server.db);
  const { answer } = await waitFor();
  await server.restart();
  expect(statusOf(await answer)).toBe("pending");
});

test("a client that leaves makes room", async () => {
  server = await startTestServer({ maxStreams: 1 });
  await storeTask(server.db);
  const waiting = startRequest({ socketPath: server.socketPath, path: `${PATH}?wait=60`, agent: false });
  waiting.on("error", () => undefined).end();
  await expect.poll(countWaiting).toBe(1);
  waiting.destroy();
  await expect.poll(countWaiting).toBe(0);
});

test("many who wait hold no connection to the database", async () => {
  server = await startTestServer();
  await storeTask(server.db);
  const waiting = Array.from({ length: 40 }, () => ask(server.socketPath, { path: `${PATH}?wait=60` }));
  const { max } = server.db.pool.options;
  expect(max).toBeLessThan(40);
  await expect.poll(() => server.db.pool.totalCount - server.db.pool.idleCount).toBe(0);
  await cancel();
  for (const answered of await Promise.all(waiting)) {
    expect(answered.status).toBe(200);
  }
});

test("whoever loses the right to ask is told so, and whoever loses a place in a team no longer sees its task", async () => {
  server = await startTestServer({ maxStreams: 2 });
  const { theirs, signIn, keyOf } = await makePlace(server);
  const [owner, key] = [await signIn("ann"), await keyOf("ann", { name: "waits" })];
  const askBy = (bearer: string, path: string, method = "GET") =>
    ask(server.url, { path, method, headers: { authorization: `Bearer ${bearer}`, host: new URL(server.url).host } });
  const path = `/api/v1/tasks/${theirs.task}?wait=60`;
  const member = await signIn("vic");
  await untilEndsAreHeard(server);
  const ofKey = untilPlaced(() => askBy(key, path));
  const ofMember = untilPlaced(() => askBy(member, path));
  await expect.poll(async () => (await askBy(owner, `/api/v1/tasks/${theirs.task}?wait=0`)).status).toBe(429);
  await askBy(owner, "/api/v1/api-keys/waits", "DELETE");
  await askBy(owner, `/api/v1/teams/${theirs.team}/members/vic`, "DELETE");
  expect((await ofKey).status).toBe(401);
  expect((await ofMember).status).toBe(404);
});
