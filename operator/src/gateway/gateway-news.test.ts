import { type PodNews, TOLD_SECONDS } from "@catalyst/core";
import { expect, test } from "vitest";
import { keepNews } from "./gateway-news.ts";

const START = new Date("2026-01-01T00:00:00Z").getTime();

function open() {
  const clock = { seconds: 5000 };
  const keeper = keepNews({
    now: () => new Date(START + clock.seconds * 1000),
    elapsed: () => clock.seconds * 1000,
  });
  const heardAgo = (podUid: string) => {
    const heard = keeper.lastHeard(podUid);
    return heard === null ? null : clock.seconds - (heard.getTime() - START) / 1000;
  };
  const tripped: string[] = [];
  keeper.onTrip((podUid) => tripped.push(podUid));
  return { keeper, clock, heardAgo, tripped };
}
const news = (changes: Partial<PodNews> = {}): PodNews => ({
  ...{ upSeconds: 3000, heardSecondsAgo: {}, trips: {} },
  ...changes,
});

test("of several gateways the latest hearing counts, also after the one that heard is gone", () => {
  const { keeper, clock, heardAgo } = open();
  keeper.take([news({ heardSecondsAgo: { pod: 300 } }), news({ heardSecondsAgo: { pod: 4 } })]);
  expect(heardAgo("pod")).toBe(4);
  clock.seconds += 10;
  keeper.take([news({ heardSecondsAgo: { pod: 310 } })]);
  expect(heardAgo("pod")).toBe(14);
});

test("nobody knows anything while a gateway doesn't answer, or there is none", () => {
  const { keeper, clock, heardAgo } = open();
  expect(heardAgo("pod")).toBeNull();
  keeper.take([]);
  keeper.take([news({ heardSecondsAgo: { pod: 1 } }), null]);
  expect(heardAgo("pod")).toBeNull();
  keeper.take([news({ heardSecondsAgo: { pod: 1 } }), news()]);
  expect(heardAgo("pod")).toBe(1);
  clock.seconds += 31;
  expect(heardAgo("pod")).toBeNull();
});

test("one that no gateway tells of may have been heard just before the youngest one began", () => {
  const { keeper, heardAgo } = open();
  keeper.take([news({ upSeconds: 20 }), news({ upSeconds: 3000 })]);
  expect(heardAgo("pod")).toBe(20);
  keeper.take([news({ upSeconds: 3000 })]);
  expect(heardAgo("pod")).toBe(TOLD_SECONDS);
});

test("a trip is told once, and stays for as long as a gateway tells it", () => {
  const { keeper, tripped } = open();
  keeper.take([news({ trips: { pod: "why" } }), news()]);
  keeper.take([news({ trips: { pod: "why" } })]);
  keeper.take([null]);
  expect([keeper.tripOf("pod"), keeper.tripOf("other"), keeper.tripOf("constructor")]).toEqual(["why", null, null]);
  keeper.take([news()]);
  expect([keeper.tripOf("pod"), tripped]).toEqual([null, ["pod"]]);
});
