import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Mischief, type ScriptedApiServer, startScriptedApiServer } from "../testing/scripted-api-server.ts";
import type { ClusterFault } from "./cluster-fault.ts";
import { type ClusterConnection, connectCluster } from "./connect-cluster.ts";
import { followResource } from "./follow-resource.ts";
import { resourceCache } from "./resource-cache.ts";

const PATH = "/api/v1/namespaces/n/things";
const HASTY = { firstDelayMilliseconds: 1, longestDelayMilliseconds: 5 };

let server: ScriptedApiServer;
let connection: ClusterConnection;
let ending: AbortController;
let following: Promise<void>;
let faults: ClusterFault[];
let cache: ReturnType<typeof newCache>;

function newCache() {
  return resourceCache((object) => object as typeof object & { text: string });
}

beforeEach(async () => {
  server = await startScriptedApiServer({ pageSize: 2 });
  connection = openConnection();
  ending = new AbortController();
  faults = [];
  cache = newCache();
});
afterEach(async () => {
  ending.abort();
  await following;
  await connection.close();
  await server.stop();
});

function openConnection(): ClusterConnection {
  return connectCluster({ address: server.address, authority: null, certificate: null, headers: async () => ({}) });
}

function follow(pace: object = {}): void {
  const onFault = (fault: ClusterFault) => void faults.push(fault);
  const asked = { connection, path: PATH, signal: ending.signal, onFault, pace: { ...HASTY, ...pace } };
  following = followResource(asked, cache);
}

function known(): Record<string, string> {
  return Object.fromEntries(cache.list().map(({ metadata, text }) => [metadata.name, text]));
}

async function untilKnown(): Promise<void> {
  await expect.poll(() => [cache.isComplete(), known()]).toEqual([true, server.contents()]);
}

/** Each answer but the first few is as it should be. */
function misbehaveFirst(...mischief: Mischief[]): void {
  server.misbehave(({ isWatch }) => (isWatch ? (mischief.shift() ?? null) : null));
}

test("what is there is told page by page, and then what becomes of it", async () => {
  for (const name of ["a", "b", "c", "d", "e"]) {
    server.put(name, "1");
  }
  follow();
  await untilKnown();
  server.put("b", "2");
  server.remove("c");
  server.put("f", "1");
  await untilKnown();
  expect([server.asked.lists, server.asked.watches, faults]).toEqual([3, 1, []]);
});

test("a watch that the server ends is gone on with from the last version, a bookmark's included", async () => {
  server.put("a", "1");
  follow();
  await expect.poll(() => server.asked.watches).toBe(1);
  server.put("b", "1");
  server.endWatches();
  await expect.poll(() => server.asked.watches).toBe(2);
  expect([server.asked.versions, server.asked.lists, faults]).toEqual([["101", "102"], 1, []]);
});

test.each(["status", "event"] as const)(
  "what is told to be gone, as %s, is listed anew, and what went meanwhile is missed by nobody",
  async (as) => {
    server.put("a", "1");
    server.put("b", "1");
    follow();
    await untilKnown();
    misbehaveFirst({ kind: "gone", as });
    const removed: string[] = [];
    cache.onChange(({ key, object }) => object === null && removed.push(key));
    server.endWatches();
    server.remove("a");
    await untilKnown();
    await expect.poll(() => server.asked.lists).toBe(2);
    expect(removed).toEqual(["n/a"]);
  },
);

test("a watch that says nothing at all is dead: all is listed anew", async () => {
  server.misbehave(({ isWatch }) => (isWatch && server.asked.lists < 2 ? { kind: "silence" } : null));
  follow({ idleMilliseconds: 50 });
  await expect.poll(() => server.asked.lists).toBeGreaterThan(1);
  server.put("a", "1");
  await untilKnown();
  expect(faults[0]?.message).toContain("said nothing for 0.05 s");
});

test("bookmarks keep a quiet watch alive", async () => {
  follow({ idleMilliseconds: 1000 });
  await expect.poll(() => server.asked.watches).toBe(1);
  const bookmarks = setInterval(() => server.bookmark(), 50);
  await sleep(1500);
  clearInterval(bookmarks);
  expect([server.asked.watches, faults]).toEqual([1, []]);
});

test("who asks to be left alone is left alone for so long", async () => {
  misbehaveFirst({ kind: "throttle", retryAfterSeconds: 0.2 });
  const longest = { longestDelayMilliseconds: 60_000 };
  follow(longest);
  const startedAt = performance.now();
  await expect.poll(() => server.asked.watches).toBe(1);
  expect(performance.now() - startedAt).toBeGreaterThan(190);
  expect(faults.map(({ kind }) => kind)).toEqual(["throttled"]);
});

test.each<[string, Mischief]>([
  ["a proxy's page of not found", { kind: "other", code: 404, body: "<html>not found</html>" }],
  ["an empty list of somebody else", { kind: "other", code: 200, body: "{}" }],
  [
    "an outage of etcd",
    { kind: "other", code: 500, body: '{"kind":"Status","code":500,"message":"etcdserver: timeout"}' },
  ],
])("%s says nothing of what is there", async (_what, mischief) => {
  server.put("a", "1");
  follow();
  await untilKnown();
  const gone = vi.fn();
  cache.onChange(gone);
  server.misbehave(() => mischief);
  server.endWatches();
  await expect.poll(() => faults.length).toBeGreaterThan(6);
  server.misbehave(() => null);
  await expect.poll(() => server.asked.lists).toBeGreaterThan(1);
  await untilKnown();
  expect(gone.mock.calls.filter(([{ object }]) => object === null)).toEqual([]);
});

test.each(["no json", '{"type":"SOMETHING"}', '{"type":"ADDED","object":{"metadata":{}}}', '{"type":"ERROR"}'])(
  "a line that is no event is no reason to stop: %s",
  async (line) => {
    misbehaveFirst({ kind: "line", line });
    follow();
    server.put("a", "1");
    await untilKnown();
    await expect.poll(() => server.asked.watches).toBe(2);
    expect(faults).toHaveLength(1);
  },
);

test("whatever is cut wherever, and whoever is told to be gone, no change is missed", {
  timeout: 300_000,
}, async () => {
  let cuts = 0;
  server.misbehave(({ isWatch }) => {
    cuts++;
    const chance = Math.random();
    if (chance < 0.02) {
      return isWatch ? { kind: "gone", as: chance < 0.01 ? "status" : "event" } : null;
    }
    // A list that is always cut would never end.
    return isWatch || chance < 0.3 ? { kind: "cut", afterBytes: Math.floor(Math.random() * 600) } : null;
  });
  follow({ longestDelayMilliseconds: 1, firstDelayMilliseconds: 0.1 });
  for (let change = 0; cuts < 2000; change++) {
    const name = `thing-${Math.floor(Math.random() * 20)}`;
    if (Math.random() < 0.2) {
      server.remove(name);
    } else {
      server.put(name, String(change));
    }
    await sleep(1);
  }
  server.misbehave(() => null);
  await untilKnown();
});

test("of a list no more is held than what is wanted of it", async () => {
  for (const name of ["a", "b", "c"]) {
    server.put(name, "much");
  }
  cache = resourceCache(({ metadata }) => ({ metadata }) as never);
  const { replace } = cache;
  const told: object[] = [];
  cache.replace = (objects, version) => {
    told.push(...objects.map(({ metadata, ...rest }) => rest));
    replace(objects, version);
  };
  follow();
  await vi.waitFor(() => expect(cache.isComplete()).toBe(true));
  expect(told).toEqual([{}, {}, {}]);
  expect(cache.get("n/a")).not.toBeNull();
});
