import type { Event } from "@catalyst/api";
import { storeTask } from "@catalyst/postgres/testing";
import { afterEach, expect, test } from "vitest";
import { tellEvents } from "../testing/execution-events.ts";
import { startTestServer, type TestServer } from "../testing/start-test-server.ts";

let server: TestServer;

afterEach(() => server.close());

test("an event's delay is measured once for all who follow, and not where it was there before them", async () => {
  server = await startTestServer();
  const delays: number[] = [];
  server.deps.measures = { ...server.deps.measures, eventDelivered: (seconds) => void delays.push(seconds) };
  const { executionId: execution } = await storeTask(server.db);
  await tellEvents(server, execution, 1);
  const told: Event[][] = [[], []];
  const leave = new AbortController();
  const followers = told.map(async (events) => {
    const asked = { params: { execution }, query: {} };
    for await (const event of server.client.follow("streamEvents", asked, { signal: leave.signal })) {
      events.push(event);
    }
  });
  let count = 1;
  const tellAll = async (more: number) => {
    for (; more > 0; more--, count++) {
      await tellEvents(server, execution, 1);
    }
    await expect.poll(() => told.map(({ length }) => length)).toEqual([count, count]);
  };
  await tellAll(0);
  expect(delays).toEqual([]);
  // Whether they have read all that was there isn't seen from outside.
  while (delays.length === 0) {
    await tellAll(1);
  }
  const before = delays.length;
  await tellAll(2);
  leave.abort();
  await Promise.allSettled(followers);
  expect(delays).toHaveLength(before + 2);
  expect(delays.every((seconds) => seconds > -60 && seconds < 300)).toBe(true);
});
