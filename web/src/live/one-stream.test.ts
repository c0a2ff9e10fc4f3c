import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Connection, Told } from "./message.ts";
import { OneStream } from "./one-stream.ts";

class PlayedSource extends EventTarget {
  readyState = 0;
  readonly topics: string | null;
  constructor(url: string) {
    super();
    this.topics = new URL(url, "http://x").searchParams.get("topics");
  }
  close(): void {
    this.readyState = 2;
  }
  /** As after an answer that isn't 200: the browser gives up. */
  refuse(): void {
    this.close();
    this.dispatchEvent(new Event("error"));
  }
}

let sources: PlayedSource[];
let told: Told[];
let connections: Connection[];
let missed: string[];
let isRefused = false;
let unknown: string[];
let stream: OneStream;

const latest = () => sources.at(-1) as PlayedSource;
const tell = (topic: string, item: object, lastEventId: string) =>
  latest().dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ topic, item }), lastEventId }));

beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  told = [];
  connections = [];
  missed = [];
  isRefused = false;
  unknown = [];
  stream = new OneStream({
    open: (url) => {
      const source = new PlayedSource(url);
      sources.push(source);
      return Object.assign(source, { addEventListener: source.addEventListener.bind(source) as never });
    },
    onTold: (one) => told.push(one),
    onMissed: (topic) => missed.push(topic),
    onConnection: (one) => connections.push(one),
    isRefused: async () => isRefused,
    isUnknown: async (url) => {
      const topics = new URL(url, "http://x").searchParams.get("topics")?.split(",") ?? [];
      return topics.some((topic) => unknown.includes(topic.split("@")[0] ?? ""));
    },
    now: () => 7,
  });
});

afterEach(() => {
  stream.close();
  vi.useRealTimers();
});

test("of more than one connection may follow, what happens to tasks stays, and what was wanted last", () => {
  const executions = Array.from({ length: 30 }, (_, index) => ({ topic: `execution:${index}`, after: 0 }));
  stream.want([{ topic: "tasks", after: 4 }, { topic: "notifications", after: 4 }, ...executions]);
  const topics = (latest().topics ?? "").split(",");
  expect(topics).toHaveLength(20);
  expect(topics).toEqual(expect.arrayContaining(["tasks@4", "notifications@4", "execution:29@0", "execution:12@0"]));
});

test("what can be done without makes room for what can't, unless somebody else can't", () => {
  const executions = (of: string) =>
    Array.from({ length: 15 }, (_, index) => ({ topic: `execution:${of}${index}`, after: 0 }));
  const spare = executions("row").map((one) => ({ ...one, isSpare: true }));
  stream.want([...executions("log"), ...spare, { topic: "execution:row0", after: 0 }]);
  const topics = (latest().topics ?? "").split(",");
  expect(topics).toHaveLength(20);
  expect(topics).toEqual(expect.arrayContaining(executions("log").map(({ topic }) => `${topic}@0`)));
  expect(topics).toEqual(expect.arrayContaining(["execution:row0@0", "execution:row14@0"]));
  expect(topics).not.toContain("execution:row1@0");
});

test("one connection follows what all pages want, and is made anew only for something else", () => {
  stream.want([{ topic: "tasks", after: null }]);
  stream.want([
    { topic: "tasks", after: null },
    { topic: "execution:a", after: 4 },
  ]);
  stream.want([
    { topic: "execution:a", after: 4 },
    { topic: "tasks", after: null },
  ]);
  expect(sources.map(({ topics }) => topics)).toEqual(["tasks", "tasks,execution:a@4"]);
  expect(sources[0]?.readyState).toBe(2);
});

test("a connection that is made anew goes on where the one before was", () => {
  stream.want([
    { topic: "tasks", after: null },
    { topic: "execution:a", after: 4 },
  ]);
  tell("execution:a", { number: 5 }, "90.5");
  stream.want([
    { topic: "tasks", after: null },
    { topic: "execution:a", after: 4 },
    { topic: "task:3", after: 0 },
  ]);
  expect(latest().topics).toBe("tasks@90,execution:a@4,task:3@0");
  expect(told).toEqual([{ topic: "execution:a", number: 5, item: { number: 5 } }]);
});

test("after a refusal it is tried again with pauses, and whoever may not any more is told", async () => {
  stream.want([{ topic: "tasks", after: null }]);
  latest().refuse();
  expect(connections).toEqual([{ kind: "away", since: 7 }]);
  await vi.advanceTimersByTimeAsync(500);
  expect(sources).toHaveLength(2);
  latest().dispatchEvent(new Event("open"));
  expect(connections.at(-1)).toEqual({ kind: "live" });
  latest().refuse();
  isRefused = true;
  await vi.advanceTimersByTimeAsync(500);
  expect(sources).toHaveLength(2);
  expect(connections.at(-1)).toEqual({ kind: "refused" });
});

test("what happened before a topic is followed from now on is missed, at each connection that begins so", async () => {
  stream.want([
    { topic: "tasks", after: null },
    { topic: "execution:a", after: 4 },
  ]);
  latest().refuse();
  await vi.advanceTimersByTimeAsync(500);
  expect(missed).toEqual([]);
  latest().dispatchEvent(new Event("open"));
  expect(missed).toEqual(["tasks"]);
  latest().refuse();
  await vi.advanceTimersByTimeAsync(500);
  latest().dispatchEvent(new Event("open"));
  expect(missed).toEqual(["tasks", "tasks"]);
  tell("tasks", { position: 9 }, "9.4");
  latest().refuse();
  await vi.advanceTimersByTimeAsync(500);
  latest().dispatchEvent(new Event("open"));
  expect(missed).toEqual(["tasks", "tasks"]);
});

test("whoever signed in again on another page is followed for, though it wants nothing that wasn't wanted", async () => {
  stream.want([{ topic: "tasks", after: null }]);
  latest().refuse();
  isRefused = true;
  await vi.advanceTimersByTimeAsync(500);
  expect(connections.at(-1)).toEqual({ kind: "refused" });
  isRefused = false;
  stream.want([
    { topic: "tasks", after: null },
    { topic: "tasks", after: null },
  ]);
  expect(sources).toHaveLength(2);
  latest().dispatchEvent(new Event("open"));
  expect(connections.at(-1)).toEqual({ kind: "live" });
});

test("what isn't there for this person any more takes nothing else along", async () => {
  unknown = ["task:7"];
  stream.want([
    { topic: "task:7", after: 3 },
    { topic: "tasks", after: 4 },
  ]);
  latest().refuse();
  await vi.advanceTimersByTimeAsync(500);
  expect(latest().topics).toBe("tasks@4");
  latest().dispatchEvent(new Event("open"));
  tell("tasks", { position: 9 }, "9");
  latest().refuse();
  await vi.advanceTimersByTimeAsync(500);
  expect(latest().topics).toBe("tasks@9");
  stream.want([{ topic: "tasks", after: 4 }]);
  unknown = [];
  stream.want([
    { topic: "tasks", after: 4 },
    { topic: "task:7", after: 3 },
  ]);
  expect(latest().topics).toContain("task:7@3");
});
