import { type ClusterConnection, createObject, MANAGER_ROLE } from "@catalyst/kubernetes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildNamespace } from "../../../operator/src/namespace/build-namespace.ts";
import { namespaceOf } from "../../../operator/src/namespace/pod-namespace.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { accountOf, grantPools, grantRights, HOME } from "./grant-rights.ts";

const RBAC = "rbac.authorization.k8s.io";
const ENVIRONMENTS = "catalyst.catalyst.dev";
const PODS_OF_PROJECT = namespaceOf("my-project");
const WRITING = { fieldManager: "test" };
const OPERATOR = "catalyst-operator";
const WORKER = "catalyst-worker";

let cluster: Cluster;
let admin: ClusterConnection;
let operator: ClusterConnection;
beforeAll(async () => {
  cluster = await startCluster({ hasControllers: false });
  admin = connectAs(cluster, "admin");
  await grantRights(admin);
  operator = connectAs(cluster, "admin", accountOf(OPERATOR));
  await makeProject(operator);
});
afterAll(async () => {
  await operator?.close();
  await admin?.close();
  await cluster?.stop();
});

function bindingOf(role: string, namespace: string) {
  return {
    ...{
      apiVersion: `${RBAC}/v1`,
      kind: "RoleBinding",
      metadata: { name: `bind-${role.replaceAll(":", "-")}`, namespace },
    },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: role },
    subjects: [{ kind: "ServiceAccount", name: OPERATOR, namespace: HOME }],
  };
}

function bind(connection: ClusterConnection, role: string, namespace: string) {
  const place = { resource: { group: RBAC, version: "v1", plural: "rolebindings" }, namespace, name: null };
  return createObject(connection, { place, object: bindingOf(role, namespace), writing: WRITING });
}

/** As the operator does it, with its own rights alone. */
async function makeProject(connection: ClusterConnection): Promise<void> {
  const place = { resource: { group: "", version: "v1", plural: "namespaces" }, namespace: null, name: null };
  await createObject(connection, {
    place,
    object: buildNamespace({ name: PODS_OF_PROJECT, labels: {}, owner: null }),
    writing: WRITING,
  });
  await bind(connection, MANAGER_ROLE, PODS_OF_PROJECT);
}

interface Asked {
  account: string;
  verb: string;
  /** `resource`, or `resource/subresource`. */
  resource: string;
  group?: string;
  /** null: of the whole cluster. */
  namespace?: string | null;
  name?: string;
}

async function may({ account, verb, resource: both, group = "", namespace = null, name }: Asked): Promise<boolean> {
  const [resource, subresource] = both.split("/");
  const answer = await admin.send({
    ...{ method: "POST", path: "/apis/authorization.k8s.io/v1/subjectaccessreviews" },
    body: {
      ...{ apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview" },
      spec: {
        ...{ user: accountOf(account), groups: ["system:serviceaccounts", "system:authenticated"] },
        resourceAttributes: { verb, group, resource, subresource, namespace: namespace ?? undefined, name },
      },
    },
  });
  return (answer as { status: { allowed: boolean } }).status.allowed;
}

const each = (verbs: string, rest: Omit<Asked, "verb">): Asked[] => verbs.split(" ").map((verb) => ({ verb, ...rest }));
const tell = ({ account, verb, resource, namespace = null, name = "" }: Asked): string =>
  `${account} ${verb} ${resource} ${name} ${namespace ?? "everywhere"}`;

const ALLOWED = [
  ...each("get list watch create", { account: OPERATOR, resource: "namespaces" }),
  ...each("get list watch patch delete", {
    account: OPERATOR,
    resource: "environments",
    group: ENVIRONMENTS,
    namespace: HOME,
  }),
  ...each("patch update", { account: OPERATOR, resource: "environments/status", group: ENVIRONMENTS, namespace: HOME }),
  ...each("get create update", {
    account: OPERATOR,
    resource: "leases",
    group: "coordination.k8s.io",
    namespace: HOME,
  }),
  ...each("get", { account: OPERATOR, resource: "services", namespace: HOME, name: "catalyst-gateway" }),
  ...each("get update", { account: OPERATOR, resource: "configmaps", namespace: HOME, name: "catalyst-identity-keys" }),
  ...each("get list watch create delete patch", { account: OPERATOR, resource: "pods", namespace: PODS_OF_PROJECT }),
  ...each("create patch", {
    account: OPERATOR,
    resource: "networkpolicies",
    group: "networking.k8s.io",
    namespace: PODS_OF_PROJECT,
  }),
  ...each("create patch", { account: OPERATOR, resource: "serviceaccounts", namespace: PODS_OF_PROJECT }),
  ...each("list", { account: OPERATOR, resource: "events", namespace: PODS_OF_PROJECT }),
  ...each("get list watch create delete", {
    account: WORKER,
    resource: "environments",
    group: ENVIRONMENTS,
    namespace: HOME,
  }),
];

const EVERY_VERB = "get list watch create update patch delete";
const SYSTEM = "kube-system";

const DENIED = [
  ...[HOME, SYSTEM, PODS_OF_PROJECT, null].flatMap((namespace) => [
    ...each(EVERY_VERB, { account: OPERATOR, resource: "secrets", namespace }),
    ...each(EVERY_VERB, { account: WORKER, resource: "secrets", namespace }),
    ...each("create get", { account: OPERATOR, resource: "pods/exec", namespace }),
    ...each("create get", { account: OPERATOR, resource: "pods/attach", namespace }),
    ...each("get", { account: OPERATOR, resource: "pods/log", namespace }),
    ...each("create", { account: OPERATOR, resource: "pods/portforward", namespace }),
    ...each("patch update", { account: OPERATOR, resource: "pods/ephemeralcontainers", namespace }),
    ...each("create", { account: OPERATOR, resource: "serviceaccounts/token", namespace }),
    ...each(EVERY_VERB, { account: WORKER, resource: "pods", namespace }),
    ...each("update patch delete", { account: OPERATOR, resource: "rolebindings", group: RBAC, namespace }),
    ...each(EVERY_VERB, { account: OPERATOR, resource: "roles", group: RBAC, namespace }),
  ]),
  ...[HOME, SYSTEM, null].flatMap((namespace) => each(EVERY_VERB, { account: OPERATOR, resource: "pods", namespace })),
  ...each("update patch delete", { account: OPERATOR, resource: "namespaces" }),
  ...each(EVERY_VERB, { account: OPERATOR, resource: "nodes" }),
  ...each("bind", { account: OPERATOR, resource: "clusterroles", group: RBAC, name: "cluster-admin" }),
  ...each("escalate", { account: OPERATOR, resource: "clusterroles", group: RBAC, name: MANAGER_ROLE }),
  ...each("create", { account: OPERATOR, resource: "environments", group: ENVIRONMENTS, namespace: HOME }),
  ...each("get list", { account: OPERATOR, resource: "environments", group: ENVIRONMENTS, namespace: "default" }),
  ...each("get", { account: OPERATOR, resource: "configmaps", namespace: HOME, name: "another" }),
  ...each("get", { account: OPERATOR, resource: "services", namespace: HOME, name: "another" }),
  ...each("patch update", { account: WORKER, resource: "environments/status", group: ENVIRONMENTS, namespace: HOME }),
  ...each("update patch", { account: WORKER, resource: "environments", group: ENVIRONMENTS, namespace: HOME }),
  ...each("impersonate", { account: OPERATOR, resource: "users" }),
];

describe("by the API server's own word", () => {
  test("the operator and the worker may do what they have to", async () => {
    const answers = await Promise.all(ALLOWED.map(may));
    expect(ALLOWED.filter((_, index) => answers[index] !== true).map(tell)).toEqual([]);
  });

  test("and nothing of what they must not", async () => {
    const answers = await Promise.all(DENIED.map(may));
    expect(DENIED.filter((_, index) => answers[index] !== false).map(tell)).toEqual([]);
  });
});

test("pools it may follow, keep there and tell of where there are such, and neither make nor scale", async () => {
  const pools = { account: OPERATOR, group: ENVIRONMENTS, namespace: HOME };
  const allowed = [
    ...each("get list watch patch", { ...pools, resource: "environmentpools" }),
    ...each("patch update", { ...pools, resource: "environmentpools/status" }),
  ];
  const denied = [
    ...each("create update delete", { ...pools, resource: "environmentpools" }),
    ...each("get patch update", { ...pools, resource: "environmentpools/scale" }),
    ...each("get list", { ...pools, namespace: "default", resource: "environmentpools" }),
    ...each(EVERY_VERB, { ...pools, account: WORKER, resource: "environmentpools" }),
  ];
  expect((await Promise.all(allowed.map(may))).includes(true)).toBe(false);
  await grantPools(admin);
  await expect.poll(async () => (await Promise.all(allowed.map(may))).includes(false)).toBe(false);
  const answers = await Promise.all(denied.map(may));
  expect(denied.filter((_, index) => answers[index] !== false).map(tell)).toEqual([]);
});

test("the operator can bind itself to no other role than its own", async () => {
  await expect(bind(operator, "cluster-admin", PODS_OF_PROJECT)).rejects.toMatchObject({ kind: "forbidden" });
  // What `edit` consists of: itself it is empty until a controller has put it together.
  await expect(bind(operator, "system:aggregate-to-edit", PODS_OF_PROJECT)).rejects.toMatchObject({
    kind: "forbidden",
  });
});
