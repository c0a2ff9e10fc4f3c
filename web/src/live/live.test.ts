import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Live } from "./live.ts";

/** Connections that were made, the newest last. */
let sources: PlayedSource[];
let leave: (() => void)[];
let isVisible: boolean;
let onVisibility: (() => void)[];

class PlayedSource extends EventTarget {
  readyState = 1;
  readonly topics: string[];
  constructor(url: string) {
    super();
    this.topics = (new URL(url, "http://x").searchParams.get("topics") ?? "").split(",");
    sources.push(this);
  }
  close(): void {
    this.readyState = 2;
  }
}

/** What pages of one browser have in common: each sends to all others, in order, and later. */
class PlayedChannel {
  static all: PlayedChannel[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  constructor() {
    PlayedChannel.all.push(this);
  }
  postMessage(data: unknown): void {
    const copy = structuredClone(data);
    for (const other of PlayedChannel.all.filter((one) => one !== this)) {
      queueMicrotask(() => other.onmessage?.({ data: copy }));
    }
  }
}

beforeEach(() => {
  sources = [];
  leave = [];
  onVisibility = [];
  isVisible = true;
  PlayedChannel.all = [];
  let holder = Promise.resolve();
  const request = (_name: string, lead: () => Promise<never>) => {
    holder = holder.then(() => {
      void lead();
      return new Promise((resolve) => leave.push(() => resolve()));
    });
  };
  vi.stubGlobal("navigator", { locks: { request } });
  vi.stubGlobal("BroadcastChannel", PlayedChannel);
  vi.stubGlobal("EventSource", PlayedSource);
  vi.stubGlobal("addEventListener", () => undefined);
  const document = {
    get visibilityState() {
      return isVisible ? "visible" : "hidden";
    },
    addEventListener: (_type: string, call: () => void) => void onVisibility.push(call),
  };
  vi.stubGlobal("document", document);
});

afterEach(() => vi.unstubAllGlobals());

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));
const latest = () => sources.at(-1) as PlayedSource;

/** A page that follows this, with the numbers that it was told. */
async function openPage(topic: string, { after = 0, isSpare = false }: { after?: number; isSpare?: boolean } = {}) {
  const page = new Live();
  const told: number[] = [];
  const stop = page.follow({
    topic,
    after,
    isSpare,
    onTold: ({ number }) => told.push(number),
    onMissed: () => undefined,
  });
  await settle();
  return { page, told, stop };
}

/** What comes over the connection: its id says what is had of each topic, in their order. */
function tell(topic: string, number: number): void {
  const had = latest().topics.map((one) => (one.startsWith(`${topic}@`) ? number : one.split("@")[1]));
  const data = JSON.stringify({ topic, item: { number } });
  latest().dispatchEvent(new MessageEvent("message", { data, lastEventId: had.join(".") }));
}

test("of several pages one follows for all, and each is told what it follows, once", async () => {
  const first = await openPage("execution:a");
  const second = await openPage("execution:b");
  expect(latest().topics).toEqual(["execution:a@0", "execution:b@0"]);
  tell("execution:b", 1);
  tell("execution:a", 1);
  await settle();
  expect([first.told, second.told]).toEqual([[1], [1]]);
  expect(sources.filter(({ readyState }) => readyState !== 2)).toHaveLength(1);
});

test("what a page was told is not asked for anew because another one wants something else", async () => {
  await openPage("execution:a");
  const second = await openPage("execution:b");
  tell("execution:b", 700);
  await settle();
  await openPage("execution:c");
  expect(latest().topics).toContain("execution:b@700");
  expect(second.told).toEqual([700]);
});

test("of more pages than one connection follows, the one that somebody looks at is followed, from where it was", async () => {
  await openPage("tasks");
  const old = await openPage("execution:old");
  tell("execution:old", 5);
  await settle();
  isVisible = false;
  for (let number = 0; number < 20; number += 1) {
    await openPage(`execution:${number}`);
  }
  expect(latest().topics).toHaveLength(20);
  expect(latest().topics.join()).not.toContain("execution:old");
  isVisible = true;
  onVisibility[1]?.();
  await settle();
  expect(latest().topics).toHaveLength(20);
  expect(latest().topics).toContain("execution:old@5");
  expect(old.told).toEqual([5]);
});
