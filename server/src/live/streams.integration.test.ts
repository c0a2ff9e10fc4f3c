import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Event, TaskChange } from "@catalyst/api";
import { storeTask } from "@catalyst/postgres/testing";
import { afterEach, expect, test } from "vitest";
import { ask, open } from "../testing/ask.ts";
import { endExecution, tellEvents } from "../testing/execution-events.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;

afterEach(() => server.close());

async function startExecution(): Promise<string> {
  return (await storeTask(server.db)).executionId;
}

/** What a client is told, as it comes. */
function follow(execution: string) {
  const told: Event[] = [];
  const controller = new AbortController();
  const { signal } = controller;
  const done = (async () => {
    for await (const event of server.client.follow("streamEvents", { params: { execution }, query: {} }, { signal })) {
      told.push(event);
    }
  })();
  return { told, done, leave: () => controller.abort() };
}

const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("a stream tells what is stored, then what comes, and ends with the execution", async () => {
  server = await startTestServer();
  const execution = await startExecution();
  await tellEvents(server, execution, 3);
  const { told, done } = follow(execution);
  await expect.poll(() => told).toHaveLength(3);
  await tellEvents(server, execution, 2);
  await expect.poll(() => told).toHaveLength(5);
  await endExecution(server, execution);
  await done;
  expect(told.map(({ number }) => number)).toEqual(numbersTo(told.length));
  expect(told.at(-1)?.body).toMatchObject({ type: "status", status: "cancelled" });
});

test("more than a page is told, to many at once, each event once and in order", async () => {
  server = await startTestServer();
  const execution = await startExecution();
  await tellEvents(server, execution, 450);
  const followers = [follow(execution), follow(execution), follow(execution)];
  await tellEvents(server, execution, 50);
  followers.push(follow(execution));
  await endExecution(server, execution);
  for (const { done, told } of followers) {
    await done;
    expect(told.map(({ number }) => number)).toEqual(numbersTo(501));
  }
});

test("a server that stops ends its streams at once, and their clients go on with the next one where they were", async () => {
  // What it doesn't end itself is cut only then.
  server = await startTestServer({ drainSeconds: 3600 });
  const execution = await startExecution();
  const { told, done } = follow(execution);
  await tellEvents(server, execution, 2);
  await expect.poll(() => told).toHaveLength(2);
  await server.restart();
  await tellEvents(server, execution, 2);
  await expect.poll(() => told).toHaveLength(4);
  await endExecution(server, execution);
  await done;
  expect(told.map(({ number }) => number)).toEqual(numbersTo(5));
});

test("a client says by Last-Event-ID what it has", async () => {
  server = await startTestServer();
  const execution = await startExecution();
  await tellEvents(server, execution, 3);
  await endExecution(server, execution);
  const path = `/api/v1/executions/${execution}/events/stream`;
  const { text, headers } = await ask(server.socketPath, { path, headers: { "last-event-id": "3" } });
  expect(headers["content-type"]).toBe("text/event-stream");
  expect(text.match(/^id: .*$/gm)).toEqual(["id: 4"]);
  expect(text).toContain("event: end");
  expect((await ask(server.socketPath, { path: `${path}?after=2` })).text.match(/^id: .*$/gm)).toEqual([
    "id: 3",
    "id: 4",
  ]);
});

test("what happens to a task is told by its numbers, and what happens to any by positions, from now on", async () => {
  server = await startTestServer();
  const { task } = await storeTask(server.db);
  const controller = new AbortController();
  const options = { signal: controller.signal };
  const told: TaskChange[] = [];
  const ofAll: TaskChange[] = [];
  const following = [
    collect(
      server.client.follow("streamTaskChanges", { params: { task: String(task.number) }, query: {} }, options),
      told,
    ),
    collect(server.client.follow("streamChanges", { query: {} }, options), ofAll),
  ];
  await expect.poll(() => told.length).toBeGreaterThan(0);
  await server.client.call("cancelTask", { params: { task: task.id } });
  const asked = expect.objectContaining({ body: { type: "cancel_asked" }, actor: server.deps.owner });
  await expect.poll(() => told).toContainEqual(asked);
  const other = await storeTask(server.db);
  await expect.poll(() => ofAll.map(({ taskId }) => taskId)).toContain(other.task.id);
  expect(told.map(({ number }) => number)).toEqual(numbersTo(told.length));
  const positions = ofAll.map(({ position }) => position);
  expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  const { data } = await server.client.call("listChanges", { params: { task: task.id }, query: {} });
  expect(data).toEqual(told);
  controller.abort();
  await Promise.all(following);
});

async function collect<Item>(items: AsyncIterable<Item>, into: Item[]): Promise<void> {
  for await (const item of items) {
    into.push(item);
  }
}

test("more streams than there may be are refused, and one that ended makes room", async () => {
  server = await startTestServer({ maxStreams: 1 });
  const execution = await startExecution();
  const path = `/api/v1/executions/${execution}/events/stream`;
  const first = await open(server.socketPath, { path });
  expect(await ask(server.socketPath, { path })).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
  first.destroy();
  await endExecution(server, execution);
  await expect.poll(async () => (await ask(server.socketPath, { path })).status).toBe(200);
});

test("a client that says it has more than there is gets nothing, and the end", async () => {
  server = await startTestServer();
  const execution = await startExecution();
  await endExecution(server, execution);
  for (const has of ["3", "2000000000"]) {
    const path = `/api/v1/executions/${execution}/events/stream`;
    const { status, text } = await ask(server.socketPath, { path, headers: { "last-event-id": has } });
    expect({ status, text }).toEqual({ status: 200, text: "retry: 1000\n\nevent: end\ndata: {}\n\n" });
  }
});

test("what can't be followed is a problem", async () => {
  server = await startTestServer();
  const path = `/api/v1/executions/${randomUUID()}/events/stream`;
  expect(await ask(server.socketPath, { path })).toMatchObject({ status: 404 });
});

test("a stream ends when what its client may has changed, and goes on for one that still may follow", async () => {
  server = await startTestServer();
  const execution = await startExecution();
  const path = `/api/v1/executions/${execution}/events/stream`;
  const stream = await open(server.socketPath, { path });
  const { told, done, leave } = follow(execution);
  await tellEvents(server, execution, 1);
  await expect.poll(() => told).toHaveLength(1);
  const ended = once(stream.resume(), "end");
  await server.deps.rights.end({ kind: "person", id: randomUUID() });
  await tellEvents(server, execution, 1);
  await expect.poll(() => told).toHaveLength(2);
  expect(stream.readableEnded).toBe(false);
  await server.deps.rights.end({ kind: "person", id: server.deps.owner.userId });
  await ended;
  await tellEvents(server, execution, 1);
  await expect.poll(() => told).toHaveLength(3);
  leave();
  await done;
});
