import { createObject, deleteObject, readOne, resourcePath } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import { z } from "zod";
import { NODE_NAME } from "../../api-server/cluster-people.ts";
import { TEST_IMAGES } from "../images.ts";
import { PODS, WRITING } from "../operate-on-node.ts";
import { tried } from "./tried.ts";

/** What people and the cluster itself take away from an Environment that works. */

const NODES = { group: "", version: "v1", plural: "nodes" };
const NAMESPACES = { group: "", version: "v1", plural: "namespaces" };
const PRIORITIES = { group: "scheduling.k8s.io", version: "v1", plural: "priorityclasses" };
const WAITING = 'await tell("begun"); await new Promise((resolve) => setTimeout(resolve, 600_000));';
const Node = z.object({ status: z.object({ allocatable: z.object({ cpu: z.string() }) }) });

const { endOf, toldBy } = tried;

/** One whose agent works. */
async function begin(project: string): Promise<string> {
  tried.gateway.scripts.agent = WAITING;
  const name = await tried.environments.make(project);
  await expect.poll(() => toldBy("agent")).toEqual(["begun"]);
  return name;
}

test("a pod that somebody deletes is told as that, and never made again once its agent had begun", async () => {
  const name = await begin("deleted");
  const place = { resource: PODS, namespace: "catalyst-env-deleted", name };
  await deleteObject(tried.environments.admin, { place });
  expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "destroyed" }, pod: { attempt: 1 } });
  await expect.poll(() => tried.environments.podsOf("deleted")).toEqual([]);
});

test("a pod that makes way for one of more weight is told as moved", async () => {
  const name = await begin("preempted");
  const { admin } = tried.environments;
  const node = Node.parse(await readOne(admin, { resource: NODES, namespace: null, name: NODE_NAME }));
  await createObject(admin, {
    place: { resource: PRIORITIES, namespace: null, name: null },
    object: { metadata: { name: "urgent" }, value: 1000 },
    writing: WRITING,
  });
  const place = { resource: PODS, namespace: "default", name: "urgent" };
  const resources = { requests: { cpu: node.status.allocatable.cpu } };
  await createObject(admin, {
    place: { ...place, name: null },
    object: {
      metadata: { name: "urgent" },
      spec: {
        ...{ priorityClassName: "urgent", automountServiceAccountToken: false, terminationGracePeriodSeconds: 0 },
        containers: [{ name: "it", image: TEST_IMAGES.pause, imagePullPolicy: "Never", resources }],
      },
    },
    writing: WRITING,
  });
  const status = await endOf(name);
  await deleteObject(admin, { place });
  expect(status).toMatchObject({ phase: "Failed", reason: "Preempted", exit: { reason: "evicted" } });
});

test("a namespace that somebody deletes is told as that, and the project's next environment has a new one", async () => {
  const name = await begin("namespace");
  const place = { resource: NAMESPACES, namespace: null, name: "catalyst-env-namespace" };
  await deleteObject(tried.environments.admin, { place });
  expect(await endOf(name)).toMatchObject({
    ...{ phase: "Failed", reason: "NamespaceDeleted", exit: { reason: "lost" } },
  });
  tried.gateway.scripts.agent = "";
  expect(await endOf(await tried.environments.make("namespace"))).toMatchObject({ phase: "Succeeded" });
});

test("one whose node doesn't answer can be ended all the same", async () => {
  const name = await begin("unanswering");
  await tried.node.kill("kubelet");
  try {
    await tried.remove(name);
    expect(await tried.environments.podsOf("unanswering")).toEqual([]);
  } finally {
    await tried.node.start("kubelet");
  }
  // Nothing of it is left on the node, either, once that answers again.
  await expect.poll(() => tried.node.run(["ctr", "--namespace", "k8s.io", "tasks", "list"])).not.toContain("RUNNING");
  tried.gateway.scripts.agent = "";
  expect(await endOf(await tried.environments.make("again"))).toMatchObject({ phase: "Succeeded" });
});

test("one that the cluster moves away is told as moved", async () => {
  const name = await begin("moved");
  const place = { resource: PODS, namespace: "catalyst-env-moved", name, subresource: "eviction" as const };
  await tried.environments.admin.send({
    ...{ method: "POST", path: resourcePath(place) },
    body: { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace: "catalyst-env-moved" } },
  });
  expect(await endOf(name)).toMatchObject({ phase: "Failed", exit: { reason: "evicted" } });
});
