import { EnvironmentSpec } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import { EnvironmentClass } from "../classes/environment-class.ts";
import { choosePod } from "../cluster/pod-index.ts";
import type { PodParts } from "../pod/pod-parts.ts";
import { startingPod, WANTS, warmPod } from "../testing/pools.ts";
import { at, environmentOf, podOf } from "../testing/worlds.ts";
import { chooseWarm, claimDeadline } from "./choose-warm.ts";
import { groundOf } from "./ground-of.ts";
import { templateOf } from "./pool-template.ts";

const { spec } = environmentOf();
const choice = { wants: WANTS, spec, lastHeard: () => null, isReserved: () => false, now: at(60) };
const nameOf = (pods: Parameters<typeof chooseWarm>[0]["pods"], changes: object = {}) =>
  chooseWarm({ ...choice, pods, ...changes })?.metadata.name ?? null;

test("of those that wait, the one that has waited longest is had", () => {
  const old = warmPod("old", { metadata: { creationTimestamp: at(-100).toISOString() } });
  expect(nameOf([startingPod("starting"), warmPod("young"), old])).toBe("old");
  expect(nameOf([old, warmPod("young")], { isReserved: (uid: string) => uid === "uid-of-old" })).toBe("young");
});

test("one of another project, template or ground is nobody's here, nor one whose deadline is too soon", () => {
  expect(nameOf([warmPod("a", { metadata: { labels: {} } })])).toBeNull();
  expect(nameOf([warmPod("a")], { wants: { ...WANTS, template: "other" } })).toBeNull();
  expect(nameOf([warmPod("a")], { wants: { ...WANTS, ground: "other" } })).toBeNull();
  const long = { ...spec, agent: { ...spec.agent, timeout: "24h" } };
  expect(nameOf([warmPod("a")], { spec: long })).toBeNull();
});

test("a claim lowers the deadline to the Environment's own time, from the claim on", () => {
  expect(claimDeadline(warmPod("a"), spec, at(61))).toBe(60 + 1800);
});

const parts: PodParts = {
  class: EnvironmentClass.parse({ image: "registry.example/tools" }),
  gateway: {
    ...{ addresses: ["10.96.12.34:8443"], canaries: ["10.244.3.7:8444"], denied: [] },
    ...{ authority: "-----BEGIN CERTIFICATE-----", tlsName: "catalyst-gateway" },
  },
  ...{
    runnerImage: "registry.example/runner",
    agentImage: null,
    namespace: "n",
    sibling: null,
    attempt: 1,
    avoidNode: null,
  },
};

function specWith(changes: object): EnvironmentSpec {
  const agent = { type: "claude-code" };
  return EnvironmentSpec.parse({ project: "p", source: { repository: "https://x.example/r" }, agent, ...changes });
}

test("a template is the same for whoever's pod would be the same, however amounts are written", () => {
  const one = templateOf(specWith({ resources: { limits: { cpu: 2, memory: "4Gi" } } }), parts);
  const other = specWith({
    project: "q",
    resources: { limits: { memory: "4096Mi", cpu: "2" } },
    executionId: undefined,
  });
  expect(templateOf(other, { ...parts, sibling: "10.1.1.1:9009", attempt: 3, avoidNode: "node-9" })).toBe(one);
});

test.each<[string, object, Partial<PodParts>]>([
  ["its memory", { resources: { limits: { memory: "5Gi" } } }, {}],
  ["its stages", { stages: [{ name: "prepare" }, { name: "agent" }] }, {}],
  ["what it may write", { stages: [{ name: "agent", readOnlyWorkspace: true }] }, {}],
  ["its image", { image: "registry.example/other" }, {}],
  ["the runner", {}, { runnerImage: "registry.example/runner:2" }],
  ["the gateway's place", {}, { gateway: { ...parts.gateway, canaries: ["10.244.9.9:8444"] } }],
  ["whom it trusts", {}, { gateway: { ...parts.gateway, authority: "another" } }],
])("a template is another one with %s", (_what, changes, others) => {
  expect(templateOf(specWith(changes), { ...parts, ...others })).not.toBe(templateOf(specWith({}), parts));
});

test("what was proven under a policy of another version, or beside another one, counts no more", () => {
  const namespace = { metadata: { name: "n", uid: "n-1" } };
  const policies = [
    { metadata: { name: "a", uid: "1", generation: 1 } },
    { metadata: { name: "b", uid: "2", generation: 1 } },
  ];
  const ground = groundOf(namespace, policies);
  expect(groundOf(namespace, policies.toReversed())).toBe(ground);
  const changed = policies.map(({ metadata }) => ({ metadata: { ...metadata, generation: 2 } }));
  const others = [changed, policies.slice(1), [...policies, { metadata: { name: "c" } }]].map((one) =>
    groundOf(namespace, one),
  );
  expect(new Set([ground, ...others, groundOf({ metadata: { name: "n", uid: "n-2" } }, policies)]).size).toBe(5);
});

test("of two pods that bear an Environment's uid, its status says which is its own", () => {
  const environment = environmentOf({ status: { pod: { name: "b", uid: "uid-of-b", attempt: 1, pooled: true } } });
  const [a, b] = [warmPod("a"), warmPod("b")];
  expect(choosePod(environment, null, [a, b])).toEqual({ pod: b, others: [a] });
  expect(choosePod(environmentOf(), podOf(), [])).toEqual({ pod: podOf(), others: [] });
});
