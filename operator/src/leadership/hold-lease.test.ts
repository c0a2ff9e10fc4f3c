import { afterEach, beforeEach, expect, test } from "vitest";
import { manualClock } from "../testing/manual-clock.ts";
import { memoryCluster } from "../testing/memory-cluster.ts";
import { holdLease, type LeaseClock } from "./hold-lease.ts";

let cluster: ReturnType<typeof memoryCluster>;
let clock: ReturnType<typeof manualClock>;
let stops: (() => Promise<void>)[];
beforeEach(() => {
  cluster = memoryCluster();
  clock = manualClock();
  stops = [];
});
afterEach(() => Promise.all(stops.map((stop) => stop())));

const leaseClock: LeaseClock = {
  now: () => clock.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      const end = clock.after(milliseconds, resolve);
      signal.addEventListener("abort", () => {
        end();
        resolve();
      });
    }),
};

/** One that wants to lead; `reach`: whether the cluster answers it. */
function want(identity: string) {
  const ending = new AbortController();
  const state = { leads: 0, end: "", isAway: false };
  const connection = {
    ...cluster.connection,
    send: (request: Parameters<typeof cluster.connection.send>[0]) => {
      cluster.setAway(state.isAway);
      return cluster.connection.send(request).finally(() => cluster.setAway(false));
    },
  };
  const place = { namespace: "n", name: "operator" };
  const onLead = () => void state.leads++;
  const held = holdLease({ connection, ...place, identity, signal: ending.signal, clock: leaseClock, onLead });
  const over = held.then((end) => {
    state.end = end;
  });
  const stop = async () => {
    ending.abort();
    await over;
  };
  stops.push(stop);
  return { state, stop };
}

async function pass(seconds: number): Promise<void> {
  for (let step = 0; step < seconds * 2; step++) {
    clock.pass(500);
    for (let turn = 0; turn < 30; turn++) {
      await Promise.resolve();
    }
  }
}

test("one leads, the other waits, and follows at once when it is given back", async () => {
  const first = want("first");
  await pass(1);
  const second = want("second");
  await pass(60);
  expect([first.state.leads, second.state.leads]).toEqual([1, 0]);
  await first.stop();
  await pass(3);
  expect([first.state.end, second.state.leads]).toEqual(["released", 1]);
});

test("one that doesn't renew it any more is followed after 15 s, and knows before that it leads no more", async () => {
  const first = want("first");
  await pass(1);
  const second = want("second");
  await pass(5);
  first.state.isAway = true;
  await pass(13);
  expect([first.state.end, second.state.leads]).toEqual(["lost", 0]);
  await pass(6);
  expect(second.state.leads).toBe(1);
});

test("an outage that is shorter than that changes nothing", async () => {
  const first = want("first");
  await pass(1);
  const second = want("second");
  await pass(5);
  first.state.isAway = true;
  await pass(8);
  first.state.isAway = false;
  await pass(60);
  expect([first.state.end, first.state.leads, second.state.leads]).toEqual(["", 1, 0]);
});

test("whoever finds it with another one leads no more, whatever the time is", async () => {
  const first = want("first");
  await pass(1);
  const [path = ""] = cluster.objects.keys();
  const lease = cluster.objects.get(path) as { metadata: object; spec: object };
  const taken = {
    ...lease,
    metadata: { ...lease.metadata, resourceVersion: "999" },
    spec: { ...lease.spec, holderIdentity: "x" },
  };
  cluster.objects.set(path, taken as never);
  await pass(5);
  expect(first.state.end).toBe("lost");
});

test("how often it changed hands stands in it, for people", async () => {
  const first = want("first");
  await pass(1);
  await first.stop();
  want("second");
  await pass(3);
  const [lease] = cluster.objects.values();
  expect(lease).toMatchObject({ spec: { holderIdentity: "second", leaseTransitions: 1, leaseDurationSeconds: 15 } });
});
