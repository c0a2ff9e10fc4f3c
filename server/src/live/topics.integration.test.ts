import { randomUUID } from "node:crypto";
import type { TopicItem } from "@catalyst/api";
import { storeTask, storeTeam } from "@catalyst/postgres/testing";
import { afterEach, expect, test } from "vitest";
import { ask, open } from "../testing/ask.ts";
import { endExecution, tellEvents } from "../testing/execution-events.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

const PATH = "/api/v1/events?topics=";

let server: TestServer;

afterEach(() => server.close());

function follow(topics: string) {
  const told: TopicItem[] = [];
  const leaving = new AbortController();
  const done = (async () => {
    const options = { signal: leaving.signal };
    for await (const item of server.client.follow("streamTopics", { query: { topics } }, options)) {
      told.push(item);
    }
  })();
  const numbersOf = (topic: string) =>
    told.filter((one) => one.topic === topic).map(({ item }) => ("number" in item ? item.number : item.position));
  return { told, done, numbersOf, leave: () => leaving.abort() };
}

const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test("one stream tells of several topics, each in its order and by the name that was asked for, until all have ended", async () => {
  server = await startTestServer();
  const [first, second] = [await storeTask(server.db), await storeTask(server.db)];
  const topics = [`execution:${first.executionId}`, `execution:${second.executionId}@1`] as const;
  await tellEvents(server, first.executionId, 250);
  await tellEvents(server, second.executionId, 2);
  const { done, numbersOf } = follow(topics.join(","));
  await expect.poll(() => numbersOf(topics[0]).length).toBe(250);
  await endExecution(server, first.executionId);
  await tellEvents(server, second.executionId, 2);
  await endExecution(server, second.executionId);
  await done;
  expect(numbersOf(topics[0])).toEqual(numbersTo(251));
  expect(numbersOf(topics[1].replace("@1", ""))).toEqual([2, 3, 4, 5]);
});

test("a stream that breaks goes on with all its topics, also with one of which nothing had come yet", async () => {
  server = await startTestServer({ drainSeconds: 3600 });
  const { task, executionId } = await storeTask(server.db);
  const { told, done, numbersOf, leave } = follow(`task:${task.number},tasks,execution:${executionId}`);
  await expect.poll(() => numbersOf(`task:${task.number}`)).toEqual([1, 2]);
  await server.restart();
  await tellEvents(server, executionId, 1);
  await server.client.call("cancelTask", { params: { task: task.id } });
  await expect.poll(() => told.length).toBeGreaterThanOrEqual(5);
  leave();
  await done;
  expect(numbersOf(`task:${task.number}`)).toEqual([1, 2, 3]);
  expect(numbersOf("tasks")).toEqual([3]);
  expect(numbersOf(`execution:${executionId}`)).toEqual([1]);
});

test("what happened while nobody was connected is told to who followed from now on, before anything had come", async () => {
  server = await startTestServer();
  const { task } = await storeTask(server.db);
  const path = `${PATH}tasks`;
  const first = await readIds(path, undefined, 1);
  expect(first).toHaveLength(1);
  await server.client.call("cancelTask", { params: { task: task.id } });
  const told = await readIds(path, first[0], 1);
  expect(told).toHaveLength(1);
  expect(Number(told[0])).toBeGreaterThan(Number(first[0]));
});

test("who follows all that they see is told of a project that was made since", async () => {
  server = await startTestServer();
  const { task } = await storeTask(server.db);
  const { done, numbersOf, leave } = follow(`task:${task.number},tasks`);
  await expect.poll(() => numbersOf(`task:${task.number}`)).toEqual([1, 2]);
  const teamId = await storeTeam(server.db, { [task.assignedBy]: "owner" });
  const { id: projectId } = await server.deps.accounts.ensureProject({ kind: "team", teamId });
  const place = { vcs: "local", url: "/srv/of-a-team", name: "of-a-team", defaultBranch: "main" } as const;
  const repo = await server.deps.repos.ensure({ projectId, ...place });
  await storeTask(server.db, { task: { repoId: repo.id } });
  await expect.poll(() => numbersOf("tasks").length).toBeGreaterThan(0);
  leave();
  await done;
});

/** The ids of so many events, and then the connection is broken. */
async function readIds(path: string, last: string | undefined, count: number): Promise<string[]> {
  const message = await open(server.socketPath, { path, headers: last === undefined ? {} : { "last-event-id": last } });
  expect(message.statusCode).toBe(200);
  let text = "";
  for await (const chunk of message) {
    text += chunk;
    const ids = text.match(/^id: \S+$(?=\n)/gm) ?? [];
    if (ids.length >= count) {
      message.destroy();
      return ids.slice(0, count).map((line) => line.slice("id: ".length));
    }
  }
  throw new Error("the stream ended");
}

test("however often a connection breaks, nothing of several topics is missing and nothing comes twice", async () => {
  server = await startTestServer();
  const { task, executionId } = await storeTask(server.db);
  const writing = (async () => {
    await tellEvents(server, executionId, 150);
    await server.client.call("cancelTask", { params: { task: task.id } });
    await tellEvents(server, executionId, 150);
  })();
  const seen: string[] = [];
  let last: string | undefined;
  for (let breaks = 0; seen.length < 303; breaks++) {
    const ids = await readIds(
      `${PATH}execution:${executionId},task:${task.id}`,
      last,
      Math.min(1 + (breaks % 13), 303 - seen.length),
    );
    seen.push(...ids);
    last = ids.at(-1);
  }
  await writing;
  const positions = seen.map((id) => id.split(".").map(Number));
  expect(positions.map(([events = 0, changes = 0]) => events + changes)).toEqual(numbersTo(303));
  expect(positions.at(-1)).toEqual([300, 3]);
});

test("what can't be followed is refused before the stream begins", async () => {
  server = await startTestServer();
  const { task } = await storeTask(server.db);
  const codeOf = async (topics: string) => {
    const { status, text } = await ask(server.socketPath, { path: PATH + topics });
    return [status, JSON.parse(text).code];
  };
  expect(await codeOf("weather")).toEqual([400, "invalid_input"]);
  expect(await codeOf(`task:${task.id},task:${randomUUID()}`)).toEqual([404, "not_found"]);
  expect(await codeOf(`execution:${randomUUID()}`)).toEqual([404, "not_found"]);
  expect(await codeOf("tasks:nobody/nothing")).toEqual([404, "not_found"]);
  expect(await codeOf("tasks&topics=tasks")).toEqual([400, "invalid_input"]);
});

test("however many follow however much, the database is listened to over one connection", async () => {
  server = await startTestServer();
  const { task, executionId } = await storeTask(server.db);
  const following = Array.from({ length: 40 }, () => follow(`task:${task.id},execution:${executionId},tasks`));
  await tellEvents(server, executionId, 3);
  for (const { numbersOf } of following) {
    await expect.poll(() => numbersOf(`execution:${executionId}`)).toEqual([1, 2, 3]);
  }
  const { rows } = await server.db.pool.query(
    "select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen %'",
  );
  expect(rows).toHaveLength(1);
  for (const { leave } of following) {
    leave();
  }
  await Promise.all(following.map(({ done }) => done));
});
