import { deleteObject, listObjects, mergeObject, resourcePath } from "@catalyst/kubernetes";
import { expect, test } from "vitest";
import { NODE_NAME } from "../../api-server/cluster-people.ts";
import { PODS, WRITING } from "../operate-on-node.ts";
import { askForScript, runScript } from "./run-script.ts";
import { tried } from "./tried.ts";

/** What becomes of a task when what it stands on goes while it works. */

const NODES = { group: "", version: "v1", plural: "nodes" };
const POLICIES = { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" };
/** The first time it commits and stays, which goes on from there. */
const IN_TWO = `if [ -f first.txt ]; then echo second > second.txt; git add second.txt; git commit -qm Second; else
  echo first > first.txt; git add first.txt; git commit -qm First; echo committed; sleep 900; fi`;
/** No agent works on for longer where its isolation is lost. */
const LOST_MILLISECONDS = 60_000;
const ENDED = ["pending", "provisioning", "running", "publishing"] as const;

const changeNode = (change: object) =>
  mergeObject(tried.environments.admin, {
    place: { resource: NODES, namespace: null, name: NODE_NAME },
    change,
    writing: WRITING,
  });

async function executionOf(task: string): Promise<string> {
  const { data } = await tried.product.client.call("listExecutions", { params: { task }, query: {} });
  return data[0]?.id ?? "";
}
async function pods(): Promise<{ uid: string | undefined; phase: string | undefined }[]> {
  const path = resourcePath({ resource: PODS, namespace: null, name: null });
  const { objects } = await listObjects({ connection: tried.environments.admin, path });
  return objects.map(({ metadata, status }) => ({ uid: metadata.uid, phase: (status as { phase?: string }).phase }));
}
/** Until its work so far is pushed. */
async function waitForCheckpoint(task: string): Promise<void> {
  const types = async () => (await tried.product.eventsOf(await executionOf(task))).map(({ type }) => type);
  await expect.poll(async () => (await executionOf(task)) !== "").toBe(true);
  await expect.poll(types).toContain("checkpoint");
}
const said = async (task: string) =>
  `${JSON.stringify(await tried.product.eventsOf(await executionOf(task)))}\n${tried.product.said()}`;

test("a gateway that is killed and started again is waited for by what works in pods", async () => {
  const script = `for i in 1 2 3 4 5 6 7 8 9 10; do echo $i > count.txt; git add count.txt; git commit -qm "Count $i"; echo "counted $i"; sleep 1; done`;
  const { id, repository } = await askForScript(tried.product, script);
  await waitForCheckpoint(id);
  await tried.product.kill("gateway");
  tried.product.start("gateway");
  const done = await tried.product.whenNo(id, ...ENDED);
  expect(done, await said(id)).toMatchObject({ status: "completed" });
  expect(await repository.git("show", `${done.branch}:count.txt`)).toBe("10");
});

test("a node that is lost is told as that, and the work goes on from its checkpoint to one result", async () => {
  const { id, repository } = await askForScript(tried.product, IN_TWO, { timeoutSeconds: 600 });
  await waitForCheckpoint(id);
  await expect.poll(pods).toHaveLength(1);
  const [lost] = await pods();
  await tried.node.kill("kubelet");
  // As whoever has seen that the machine is off.
  await changeNode({
    spec: { taints: [{ key: "node.kubernetes.io/out-of-service", value: "nodeshutdown", effect: "NoExecute" }] },
  });
  const evicted = async () =>
    (await tried.product.eventsOf(await executionOf(id))).map(({ text }) => String(text ?? "")).join("\n");
  await expect.poll(evicted).toContain("The work goes on from its last checkpoint");
  // Nobody is there to say that it ended: the cluster gives it up.
  await expect.poll(async () => (await pods()).map(({ uid }) => uid)).not.toContain(lost?.uid);
  await changeNode({ spec: { taints: null } });
  await tried.node.start("kubelet");
  const done = await tried.product.whenNo(id, ...ENDED);
  expect(done, await said(id)).toMatchObject({ status: "completed" });
  expect((await repository.git("log", "--format=%s", `main..${done.branch}`)).split("\n")).toEqual(["Second", "First"]);
  expect((await repository.git("branch", "--list", "catalyst/*")).split("\n")).toHaveLength(1);
});

test("policies that are taken away while it works are found out from inside, and end it", async () => {
  const { id, repository } = await askForScript(tried.product, IN_TWO, { timeoutSeconds: 600 });
  await waitForCheckpoint(id);
  // Who would put them back is away.
  await tried.stopOperator();
  const path = resourcePath({ resource: POLICIES, namespace: null, name: null });
  const { objects } = await listObjects({ connection: tried.environments.admin, path });
  for (const { metadata } of objects) {
    const place = { resource: POLICIES, namespace: metadata.namespace ?? "", name: metadata.name };
    await deleteObject(tried.environments.admin, { place });
  }
  const phases = async () => (await pods()).map(({ phase }) => phase);
  await expect.poll(phases, { timeout: LOST_MILLISECONDS }).toContain("Failed");
  tried.startOperator();
  const ended = await tried.product.whenNo(id, ...ENDED);
  expect(ended, await said(id)).toMatchObject({ status: "failed", failureReason: "isolation_unavailable" });
  expect(ended.errorMessage).toContain(String(tried.product.gateway.canaryPort));
  expect(await repository.git("branch", "--list", "catalyst/*")).toBe("");
  // Once one that is nobody's was proven, work begins there again.
  const { task, output } = await runScript(tried.product, "echo two > a.txt && git commit -qam Two");
  expect(task, output).toMatchObject({ status: "completed" });
});
