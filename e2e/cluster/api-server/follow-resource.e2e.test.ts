import {
  type ClusterConnection,
  type ClusterFault,
  createObject,
  deleteObject,
  followResource,
  type ResourceCache,
  resourceCache,
  resourcePath,
} from "@catalyst/kubernetes";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectAs } from "./connect.ts";
import { type Cluster, startCluster } from "./start-cluster.ts";

const CONFIG_MAPS = { group: "", version: "v1", plural: "configmaps" };
const PLACE = { resource: CONFIG_MAPS, namespace: "default", name: null };
const HASTY = { firstDelayMilliseconds: 10, longestDelayMilliseconds: 200 };

let cluster: Cluster;
let connection: ClusterConnection;
let cache: ResourceCache<{ metadata: { name: string } }>;
let following: Promise<void>;
const faults: ClusterFault[] = [];
const ending = new AbortController();

beforeAll(async () => {
  cluster = await startCluster({ hasControllers: false });
  connection = connectAs(cluster, "admin");
  cache = resourceCache((object) => object);
  const onFault = (fault: ClusterFault) => void faults.push(fault);
  const asked = { connection, path: resourcePath(PLACE), signal: ending.signal, onFault, pace: HASTY };
  following = followResource(asked, cache);
});
afterAll(async () => {
  ending.abort();
  await following;
  await connection?.close();
  await cluster?.stop();
});

async function make(name: string): Promise<void> {
  const object = { metadata: { name }, data: { key: "value" } };
  await createObject(connection, { place: PLACE, object, writing: { fieldManager: "test" } });
}

function known(): string[] {
  return cache
    .list()
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith("own-"))
    .toSorted();
}

test("what is made and deleted at a real API server is told", async () => {
  await make("own-a");
  await make("own-b");
  await expect.poll(known).toEqual(["own-a", "own-b"]);
  await deleteObject(connection, { place: { ...PLACE, name: "own-a" } });
  await expect.poll(known).toEqual(["own-b"]);
  expect(faults).toEqual([]);
});

test("an API server that is killed, and has forgotten what was before, is followed all the same", async () => {
  await cluster.killApiServer();
  await expect.poll(() => faults.length).toBeGreaterThan(0);
  expect(known()).toEqual(["own-b"]);
  await cluster.startApiServer();
  await cluster.forgetHistory();
  await make("own-c");
  await expect.poll(known).toEqual(["own-b", "own-c"]);
});

test("a real API server says that a version is gone, and that an object is another one, in the words that we know", async () => {
  const old = connection.stream({
    ...{ method: "GET", path: resourcePath(PLACE), signal: ending.signal },
    query: { watch: true, resourceVersion: "1" },
  });
  const said = await old.then(
    async (body) => JSON.parse(String((await body.iterator({ destroyOnReturn: true }).next()).value)).object,
    (fault: ClusterFault) => ({ code: fault.kind === "gone" ? 410 : 0 }),
  );
  expect(said.code).toBe(410);
  const wrong = deleteObject(connection, {
    place: { ...PLACE, name: "own-b" },
    precondition: { uid: "0d9b6c1e-5b1c-4c34-9a53-8f2f0e2f7a11" },
  });
  await expect(wrong).rejects.toMatchObject({ kind: "conflict" });
  await deleteObject(connection, { place: { ...PLACE, name: "absent" } });
});
