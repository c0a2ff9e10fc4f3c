import { setTimeout as sleep } from "node:timers/promises";
import { type ClusterConnection, readOne } from "@catalyst/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { holdLease } from "../../../operator/src/leadership/hold-lease.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";

const PLACE = { namespace: "default", name: "catalyst-operator" };
const LEASES = { group: "coordination.k8s.io", version: "v1", plural: "leases" };

let cluster: Cluster;
let connection: ClusterConnection;
beforeAll(async () => {
  cluster = await startCluster({ hasControllers: false });
  connection = connectAs(cluster, "admin");
});
afterAll(async () => {
  await connection?.close();
  await cluster?.stop();
});

const clock = {
  now: () => performance.now(),
  wait: (milliseconds: number, signal: AbortSignal) =>
    sleep(milliseconds, undefined, { signal }).catch(() => undefined),
};

function want(identity: string) {
  const ending = new AbortController();
  const state = { leads: false };
  const onLead = () => {
    state.leads = true;
  };
  const over = holdLease({ connection, ...PLACE, identity, signal: ending.signal, clock, onLead });
  const stop = () => {
    ending.abort();
    return over;
  };
  return { state, stop };
}

test("of two operators on a real API server one leads, and the other follows when it stops", async () => {
  const first = want("first");
  await expect.poll(() => first.state.leads).toBe(true);
  const second = want("second");
  await expect
    .poll(async () => (await readOne(connection, { resource: LEASES, ...PLACE }))?.spec)
    .toMatchObject({
      holderIdentity: "first",
    });
  expect(second.state.leads).toBe(false);
  expect(await first.stop()).toBe("released");
  await expect.poll(() => second.state.leads).toBe(true);
  const lease = await readOne(connection, { resource: LEASES, ...PLACE });
  expect(lease?.spec).toMatchObject({ holderIdentity: "second", leaseTransitions: 1 });
  await second.stop();
});
