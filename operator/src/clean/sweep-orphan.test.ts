import type { EnvironmentResource } from "@catalyst/kubernetes";
import { resourceCache } from "@catalyst/kubernetes";
import { beforeEach, expect, test } from "vitest";
import type { Pod } from "../judge/read/pod.ts";
import { memoryCluster } from "../testing/memory-cluster.ts";
import { at, environmentOf, workingPod } from "../testing/worlds.ts";
import { sweepOrphan } from "./sweep-orphan.ts";

const HOME = { annotations: { "catalyst.dev/home": "catalyst-system" } };
const POD_PATH = "/api/v1/namespaces/catalyst-env-p/pods";
const ENVIRONMENT_PATH = "/apis/catalyst.catalyst.dev/v1alpha1/namespaces/catalyst-system/environments";

let cluster: ReturnType<typeof memoryCluster>;
let environments: ReturnType<typeof resourceCache<EnvironmentResource>>;
beforeEach(() => {
  cluster = memoryCluster();
  environments = resourceCache((object) => object as unknown as EnvironmentResource);
});

async function keep(path: string, body: object): Promise<void> {
  await cluster.connection.send({ method: "POST", path, body });
}

/** What is left of the pod, and when it is looked at again. */
async function sweep(pod: Pod, seconds: number) {
  await keep(POD_PATH, pod);
  cluster.setNow(at(seconds));
  const again = await sweepOrphan(cluster.connection, environments, pod);
  return { again, isLeft: cluster.objects.has(`${POD_PATH}/${pod.metadata.name}`) };
}

test("a pod whose Environment is there is left alone", async () => {
  environments.note(environmentOf());
  expect(await sweep(workingPod({ metadata: HOME }), 1000)).toEqual({ again: null, isLeft: true });
});

test("one whose Environment isn't known yet is given a while, and then asked for", async () => {
  expect(await sweep(workingPod({ metadata: HOME }), 11)).toEqual({ again: 20_000, isLeft: true });
  await keep(ENVIRONMENT_PATH, environmentOf());
  cluster.objects.delete(`${POD_PATH}/${workingPod().metadata.name}`);
  expect(await sweep(workingPod({ metadata: HOME }), 1000)).toEqual({ again: null, isLeft: true });
});

test.each<[string, EnvironmentResource | null]>([
  ["that nobody has", null],
  ["of which there is another one by now", environmentOf({ metadata: { uid: "another" } })],
])("one of an Environment %s is ended", async (_what, environment) => {
  if (environment !== null) {
    await keep(ENVIRONMENT_PATH, environment);
  }
  expect(await sweep(workingPod({ metadata: HOME }), 1000)).toEqual({ again: 30_000, isLeft: false });
});

test("one that doesn't end though it was told to is taken off the books after its time and the grace", async () => {
  const going = workingPod({ metadata: { ...HOME, deletionTimestamp: at(100).toISOString() } });
  expect(await sweep(going, 120)).toEqual({ again: 10_000, isLeft: true });
  cluster.objects.clear();
  expect(await sweep(going, 130)).toEqual({ again: null, isLeft: false });
});

test("one that isn't ours isn't swept", async () => {
  const foreign = workingPod({ metadata: { annotations: { "catalyst.dev/environment-uid": "" } } });
  expect(await sweep(foreign, 1000)).toEqual({ again: null, isLeft: true });
});

test("an API server that doesn't answer ends nothing", async () => {
  const pod = workingPod({ metadata: HOME });
  await keep(POD_PATH, pod);
  cluster.setNow(at(1000));
  cluster.setAway(true);
  await expect(sweepOrphan(cluster.connection, environments, pod)).rejects.toMatchObject({ kind: "unavailable" });
  expect(cluster.objects.size).toBe(1);
});
