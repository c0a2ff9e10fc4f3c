import { ANNOTATIONS } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import type { Pod } from "../judge/read/pod.ts";
import { poolWorldOf, startingPod, warmPod } from "../testing/pools.ts";
import { at, condition, ended } from "../testing/worlds.ts";
import { judgePool } from "./judge-pool.ts";
import type { PoolWorld } from "./pool-world.ts";

const doneFor = (world: PoolWorld) =>
  judgePool(world).actions.map((action) => {
    switch (action.kind) {
      case "makePods":
        return `make ${action.count}`;
      case "removePod":
        return `remove ${action.pod.metadata.name}`;
      default:
        return action.kind;
    }
  });
const healthOf = (world: PoolWorld) => {
  const [condition] = judgePool(world).status.conditions ?? [];
  return `${condition?.status}/${condition?.reason}`;
};

test.each([
  ["of three one at a time", 3, [], ["make 1"]],
  ["of thirty three at a time", 30, [], ["make 3"]],
  ["of thirty no more than three begin at once", 30, [startingPod("a"), startingPod("b")], ["make 1"]],
  ["none while enough begin", 30, [startingPod("a"), startingPod("b"), startingPod("c")], []],
  ["those that wait count", 2, [warmPod("a"), warmPod("b")], []],
  ["none where none is wanted", 0, [], []],
] as [string, number, Pod[], string[]][])("%s", (_what, replicas, ...[warm, actions]) => {
  expect(doneFor(poolWorldOf({ spec: { replicas }, warm }))).toEqual(actions);
});

test.each<[string, Pod]>([
  ["another template", warmPod("a", { annotations: { [ANNOTATIONS.template]: "former" } })],
  ["a policy that is another by now", warmPod("a", { annotations: { [ANNOTATIONS.ground]: "former" } })],
  ["a former pool of its name", warmPod("a", { annotations: { [ANNOTATIONS.poolUid]: "former" } })],
  ["a node that put it out", warmPod("a", { status: { phase: "Failed", reason: "Evicted" } })],
  ["what disturbs it", warmPod("a", { status: { conditions: [condition("DisruptionTarget", "True")] } })],
  ["its age", warmPod("a", { metadata: { creationTimestamp: at(-50_000).toISOString() } })],
  [
    "a probe that was refused",
    startingPod("a", { status: { phase: "Failed", initContainerStatuses: [ended("probe", 96)] } }),
  ],
  ["a start that takes too long", startingPod("a", { metadata: { creationTimestamp: at(-700).toISOString() } })],
])("a pod is thrown away for %s, and another one made", (_what, pod) => {
  expect(doneFor(poolWorldOf({ spec: { replicas: 1 }, warm: [pod] }))).toEqual(["remove a", "make 1"]);
});

test("what it would be made of isn't known where the gateway isn't: nothing is thrown away for that", () => {
  const warm = [warmPod("a", { annotations: { [ANNOTATIONS.template]: "former" } })];
  expect(doneFor(poolWorldOf({ spec: { replicas: 1 }, warm, isProvable: false }))).toEqual([]);
});

test("what is on its way to an Environment is left alone, whatever is wanted by now", () => {
  const warm = [warmPod("a", { annotations: { [ANNOTATIONS.template]: "former" } }), warmPod("b")];
  expect(doneFor(poolWorldOf({ spec: { replicas: 0 }, warm, isReserved: () => true }))).toEqual([]);
});

test("what was thrown away just now is neither thrown away again nor counted", () => {
  const world = poolWorldOf({ spec: { replicas: 1 }, warm: [warmPod("a")], isRemoved: () => true });
  expect(doneFor(world)).toEqual(["make 1"]);
  const metadata = { deletionTimestamp: at(59).toISOString() };
  expect(doneFor({ ...world, pool: { ...world.pool, metadata: { ...world.pool.metadata, ...metadata } } })).toEqual([]);
});

test("of too many those go first that don't wait yet, then those that have waited longest", () => {
  const old = { metadata: { creationTimestamp: at(-100).toISOString() } };
  const warm = [warmPod("young"), startingPod("starting"), warmPod("old", old)];
  expect(doneFor(poolWorldOf({ spec: { replicas: 1 }, warm }))).toEqual(["remove starting", "remove old"]);
});

test("a runner that isn't heard any more doesn't count as one that waits", () => {
  const world = poolWorldOf({ warm: [warmPod("a")], lastHeard: () => at(-100) });
  expect(judgePool(world).status).toMatchObject({ replicas: 1, ready: 0 });
});

test("after three that came to nothing it is tried less and less often, and at once again once one waits", () => {
  const failure = { reason: "NotProven", message: "", at: at(58), times: 3 };
  expect([doneFor(poolWorldOf({ failure })), healthOf(poolWorldOf({ failure }))]).toEqual([[], "False/NotProven"]);
  expect(judgePool(poolWorldOf({ failure })).againMilliseconds).toBe(8000);
  expect(doneFor(poolWorldOf({ failure: { ...failure, times: 2 } }))).toEqual(["make 1"]);
  expect(doneFor(poolWorldOf({ failure: { ...failure, times: 30 }, now: at(58 + 301) }))).toEqual(["make 1"]);
  const warm = [warmPod("a", { metadata: { creationTimestamp: at(59).toISOString() } })];
  const well = judgePool(poolWorldOf({ failure, warm }));
  expect([well.isWellAgain, healthOf(poolWorldOf({ failure, warm }))]).toEqual([true, "True/Healthy"]);
});

test("where policies aren't enforced it is paused at once", () => {
  const failure = { reason: "PolicyNotEnforced", message: "", at: at(58), times: 1 };
  expect(doneFor(poolWorldOf({ failure }))).toEqual([]);
});

test.each<[string, Partial<PoolWorld>, string, string[]]>([
  [
    "there is no such class",
    { class: { refusal: { reason: "ClassNotFound", message: "" }, isProofRequired: true } },
    "ClassNotFound",
    [],
  ],
  [
    "its namespace isn't there",
    { namespace: { kind: "missing", mayMake: true } },
    "NamespaceMissing",
    ["ensureNamespace"],
  ],
  ["somebody opened it", { namespace: { kind: "opened", policy: "x" } }, "PolicyForeign", []],
  ["nothing can be proven", { isProvable: false }, "CanaryUnavailable", []],
  ["each Environment has its own namespace", { namespace: null }, "NoNamespace", []],
])("none is made where %s", (_what, changes, ...[reason, actions]) => {
  expect([healthOf(poolWorldOf(changes)), doneFor(poolWorldOf(changes))]).toEqual([`False/${reason}`, actions]);
});

test("a pool whose end is wanted stays until none of its pods waits", () => {
  const metadata = { deletionTimestamp: at(59).toISOString() };
  expect(doneFor(poolWorldOf({ metadata, warm: [warmPod("a")] }))).toEqual(["remove a"]);
  expect(doneFor(poolWorldOf({ metadata }))).toEqual(["removeFinalizer"]);
});

test("one that was just asked for is kept there until its pods are gone", () => {
  expect(doneFor(poolWorldOf({ metadata: { finalizers: [] } }))).toEqual(["addFinalizer", "make 1"]);
});
