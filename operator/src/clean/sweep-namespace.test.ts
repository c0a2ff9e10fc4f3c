import { beforeEach, expect, test } from "vitest";
import { buildNamespace } from "../namespace/build-namespace.ts";
import { podNamespaceOf, type TenancyMode } from "../namespace/pod-namespace.ts";
import { memoryCluster } from "../testing/memory-cluster.ts";
import { at, environmentOf } from "../testing/worlds.ts";
import { sweepNamespace } from "./sweep-namespace.ts";

const NAMESPACES = "/api/v1/namespaces";
const ENVIRONMENTS = "/apis/catalyst.catalyst.dev/v1alpha1/namespaces/catalyst-system/environments";

let cluster: ReturnType<typeof memoryCluster>;
beforeEach(() => {
  cluster = memoryCluster();
});

/** Whether the namespace, made for pods of this kind, is still there. */
async function isLeft(mode: TenancyMode, { name = "x-1", changes = {}, madeAs = mode } = {}): Promise<boolean> {
  const made = buildNamespace(podNamespaceOf(environmentOf({ metadata: { name } }), madeAs));
  const namespace = { ...made, metadata: { ...made.metadata, uid: "uid", ...changes } };
  await cluster.connection.send({ method: "POST", path: NAMESPACES, body: namespace });
  await sweepNamespace(namespace, { connection: cluster.connection, home: "catalyst-system", mode });
  return cluster.objects.has(`${NAMESPACES}/${made.metadata.name}`);
}

const OWN: TenancyMode = { kind: "environment" };

test.each(["x-1", "a".repeat(200), "with.dots"])("a namespace goes with its Environment, called %s", async (name) => {
  expect(await isLeft(OWN, { name })).toBe(false);
});

test.each(["x-1", "a".repeat(200), "with.dots"])("and stays while that is there, called %s", async (name) => {
  await cluster.connection.send({ method: "POST", path: ENVIRONMENTS, body: environmentOf({ metadata: { name } }) });
  expect(await isLeft(OWN, { name })).toBe(true);
});

test("a project's stays, one that is going already is left to that, and nothing goes where pods are elsewhere by now", async () => {
  expect(await isLeft(OWN, { madeAs: { kind: "project" } })).toBe(true);
  expect(await isLeft(OWN, { changes: { deletionTimestamp: at(1).toISOString() } })).toBe(true);
  cluster = memoryCluster();
  expect(await isLeft({ kind: "project" }, { madeAs: OWN })).toBe(true);
});

test("nothing goes while the API server doesn't say whether the Environment is there", async () => {
  const namespace = buildNamespace(podNamespaceOf(environmentOf(), OWN));
  cluster.setAway(true);
  const sweeping = sweepNamespace(namespace, { connection: cluster.connection, home: "catalyst-system", mode: OWN });
  await expect(sweeping).rejects.toMatchObject({ kind: "unavailable" });
});
