import {
  API_VERSION,
  applyObject,
  type ClusterConnection,
  createObject,
  environmentCrd,
  GROUP,
  type ObjectPlace,
  PLURAL,
  readOne,
  resourcePath,
  VERSION,
} from "@catalyst/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCEPTED, LEAST, REFUSED, SPECIFIED } from "../../../packages/kubernetes/src/testing/environment-examples.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { defineEnvironments } from "./define-environments.ts";

const ENVIRONMENTS = { group: GROUP, version: VERSION, plural: PLURAL };
const NAMESPACES = { group: "", version: "v1", plural: "namespaces" };
const HOME = "catalyst-system";
const WRITING = { fieldManager: "test" };
const TRIED = { ...WRITING, isDryRun: true };

let cluster: Cluster;
let connection: ClusterConnection;
beforeAll(async () => {
  cluster = await startCluster({ hasControllers: false });
  connection = connectAs(cluster, "admin");
  await defineEnvironments(connection);
  const place = { resource: NAMESPACES, namespace: null, name: null };
  await createObject(connection, { place, object: { metadata: { name: HOME } }, writing: WRITING });
});
afterAll(async () => {
  await connection?.close();
  await cluster?.stop();
});

function placeOf(name: string): ObjectPlace {
  return { resource: ENVIRONMENTS, namespace: HOME, name };
}

function environmentOf(name: string, spec: object) {
  return { apiVersion: API_VERSION, kind: "Environment", metadata: { name, namespace: HOME }, spec };
}

function create(name: string, spec: object, writing = WRITING) {
  const place = { resource: ENVIRONMENTS, namespace: HOME, name: null };
  return createObject(connection, { place, object: environmentOf(name, spec), writing });
}

test("the specification's own YAML is accepted byte for byte, and what it doesn't say is filled in", async () => {
  const path = resourcePath({ resource: ENVIRONMENTS, namespace: HOME, name: null });
  await connection.send({ method: "POST", path, body: SPECIFIED, contentType: "application/yaml" });
  expect(await readOne(connection, placeOf("agent-issue-123"))).toMatchObject({
    metadata: { labels: { "catalyst.dev/task-id": "uuid-here" } },
    spec: { agent: { type: "claude-code", timeout: "30m" }, stages: [{ name: "agent" }], startTimeout: "10m" },
  });
});

describe("the API server and our own schema are of one opinion", () => {
  test.each(ACCEPTED)("accepted: %s", async (_what, changes) => {
    expect(await create("example", { ...LEAST, ...changes }, TRIED)).toMatchObject({ metadata: { name: "example" } });
  });

  test.each(REFUSED)("refused: %s", async (_what, changes, ...[field, sentence]) => {
    const place = field === "" ? "spec:" : `spec.${field}`;
    const refused = create("example", { ...LEAST, ...changes }, TRIED);
    await expect(refused).rejects.toMatchObject({ kind: "invalid", message: expect.stringContaining(place) });
    if (sentence !== null) {
      await expect(refused).rejects.toThrow(sentence);
    }
  });

  test("what isn't in the schema is refused to whoever wants to know", async () => {
    const refused = create("example", { ...LEAST, podTemplate: { hostNetwork: true } }, TRIED);
    await expect(refused).rejects.toThrow(/unknown field "spec\.podTemplate"/);
  });
});

describe("once it is created", () => {
  async function change(name: string, changes: object) {
    const made = await create(name, LEAST);
    const spec = { ...(made.spec as object), ...changes };
    return await connection.send({ method: "PUT", path: resourcePath(placeOf(name)), body: { ...made, spec } });
  }

  test.each([
    ["project", { project: "other" }],
    ["agent", { agent: { type: "claude-code", timeout: "2h" } }],
    ["stages", { stages: [{ name: "prepare" }, { name: "agent" }] }],
    ["executionId", { executionId: "0d9b6c1e-5b1c-4c34-9a53-8f2f0e2f7a11" }],
    ["image", { image: "registry.example/other" }],
    ["resources", { resources: { limits: { cpu: 64 } } }],
  ])("%s is fixed, also where it was absent", async (field, changes) => {
    await expect(change(`fixed-${field.toLowerCase()}`, changes)).rejects.toThrow(
      `${field} is fixed once it is created`,
    );
  });

  test("how long its end is told isn't", async () => {
    expect(await change("changed", { ttlAfterFinished: "2h" })).toMatchObject({ spec: { ttlAfterFinished: "2h" } });
  });

  test("two who write its status own each their fields, and see when they meet", async () => {
    await create("told", LEAST);
    const status = (fieldManager: string, fields: object, isForced = false) =>
      applyObject(connection, {
        place: { ...placeOf("told"), subresource: "status" },
        object: { apiVersion: API_VERSION, kind: "Environment", metadata: { name: "told" }, status: fields },
        writing: { fieldManager },
        isForced,
      });
    const first = await status("catalyst-operator", { phase: "Running", namespace: "n" });
    expect(first).toMatchObject({ status: { phase: "Running" }, metadata: { generation: 1 } });
    await expect(status("another", { phase: "Failed" })).rejects.toMatchObject({ kind: "conflict" });
    await status("another", { phase: "Failed" }, true);
    expect(await readOne(connection, placeOf("told"))).toMatchObject({ status: { phase: "Failed", namespace: "n" } });
  });
});

test("people see what they look for in a list of them", async () => {
  const table = (await connection.send({
    ...{ method: "GET", path: resourcePath({ resource: ENVIRONMENTS, namespace: HOME, name: null }) },
    accept: "application/json;as=Table;v=v1;g=meta.k8s.io",
  })) as { columnDefinitions: { name: string; priority: number }[]; rows: { cells: unknown[] }[] };
  const shown = table.columnDefinitions.filter(({ priority }) => priority === 0).map(({ name }) => name);
  expect(shown).toEqual(["Name", "Project", "Task", "Agent", "Phase", "Reason", "Age"]);
  const row = table.rows.find(({ cells }) => cells[0] === "agent-issue-123");
  expect(row?.cells.slice(1, 4)).toEqual(["my-project", "uuid-here", "claude-code"]);
});

test("the definition may be applied again, as an upgrade does", async () => {
  const { metadata } = await defineEnvironments(connection);
  expect(metadata.name).toBe(environmentCrd().metadata.name);
});

test("a name is taken once, and what isn't there is told apart from what can't be asked", async () => {
  await create("taken", LEAST);
  await expect(create("taken", LEAST)).rejects.toMatchObject({ kind: "exists" });
  expect(await readOne(connection, placeOf("absent"))).toBeNull();
  const nobody = connectAs(cluster, "nobody");
  try {
    await expect(readOne(nobody, placeOf("taken"))).rejects.toMatchObject({ kind: "forbidden" });
  } finally {
    await nobody.close();
  }
});
