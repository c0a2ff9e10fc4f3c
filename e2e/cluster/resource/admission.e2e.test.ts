import {
  ANNOTATIONS,
  admissionPolicies,
  applyObject,
  type ClusterConnection,
  ClusterFault,
  createObject,
  deleteObject,
  MANAGER_ROLE,
  mergeObject,
} from "@catalyst/kubernetes";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { EnvironmentClass } from "../../../operator/src/classes/environment-class.ts";
import { buildNamespace, buildServiceAccount } from "../../../operator/src/namespace/build-namespace.ts";
import { buildPolicies } from "../../../operator/src/namespace/build-policies.ts";
import { namespaceOf } from "../../../operator/src/namespace/pod-namespace.ts";
import { buildPod } from "../../../operator/src/pod/build-pod.ts";
import { environmentOf } from "../../../operator/src/testing/worlds.ts";
import { connectAs } from "../api-server/connect.ts";
import { type Cluster, startCluster } from "../api-server/start-cluster.ts";
import { accountOf, grantRights, HOME } from "./grant-rights.ts";

const WRITING = { fieldManager: "test" };
const PROJECT = "bounded";
const NAMESPACE = namespaceOf(PROJECT);
/** One whose pods Kubernetes' own profile doesn't restrict: what is refused there is refused by the bounds. */
const LOOSE = namespaceOf("loose");
const RBAC = "rbac.authorization.k8s.io";
const KINDS = {
  namespaces: { group: "", version: "v1", plural: "namespaces" },
  pods: { group: "", version: "v1", plural: "pods" },
  accounts: { group: "", version: "v1", plural: "serviceaccounts" },
  bindings: { group: RBAC, version: "v1", plural: "rolebindings" },
  policies: { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" },
};
const GATEWAY = { namespace: HOME, podLabels: { x: "gateway" }, addresses: ["10.96.12.34"], port: 8443 };

let cluster: Cluster;
let admin: ClusterConnection;
let operator: ClusterConnection;
let foreigner: ClusterConnection;

beforeAll(async () => {
  cluster = await startCluster({ hasControllers: false });
  admin = connectAs(cluster, "admin");
  await grantRights(admin);
  // More than any installation gives it: what is refused is refused by the bounds alone.
  await mayDoAll("catalyst-operator");
  await mayDoAll("somebody");
  operator = connectAs(cluster, "admin", accountOf("catalyst-operator"));
  foreigner = connectAs(cluster, "admin", accountOf("somebody"));
  for (const object of admissionPolicies({
    home: HOME,
    account: "catalyst-operator",
    imagePrefixes: ["registry.example/"],
  })) {
    await applyAny(object);
  }
  await create(operator, ["namespaces", null], buildNamespace({ name: NAMESPACE, labels: {}, owner: null }));
  await create(operator, ["accounts", NAMESPACE], buildServiceAccount(NAMESPACE));
  // A pod of an account that isn't there is refused before anybody looks at it.
  await create(admin, ["namespaces", null], {
    metadata: { name: LOOSE, labels: { "catalyst.dev/environments": "true" } },
  });
  for (const namespace of [HOME, LOOSE, "default"]) {
    await create(admin, ["accounts", namespace], { metadata: { name: "catalyst-environment" } });
  }
  await create(admin, ["accounts", NAMESPACE], { metadata: { name: "default" } });
  await untilBounded();
});
afterAll(async () => {
  await Promise.all([operator?.close(), foreigner?.close(), admin?.close()]);
  await cluster?.stop();
});

async function mayDoAll(account: string): Promise<void> {
  const subjects = [{ kind: "ServiceAccount", name: account, namespace: HOME }];
  const roleRef = { apiGroup: RBAC, kind: "ClusterRole", name: "cluster-admin" };
  const resource = { group: RBAC, version: "v1", plural: "clusterrolebindings" };
  const object = { metadata: { name: `all-${account}` }, roleRef, subjects };
  await createObject(admin, { place: { resource, namespace: null, name: null }, object, writing: WRITING });
}

async function applyAny(object: object): Promise<void> {
  const { kind, metadata } = object as { kind: string; metadata: { name: string } };
  const plural = kind.endsWith("Binding") ? "validatingadmissionpolicybindings" : "validatingadmissionpolicies";
  const resource = { group: "admissionregistration.k8s.io", version: "v1", plural };
  const place = { resource, namespace: null, name: metadata.name };
  await applyObject(admin, { place, object, writing: WRITING, isForced: true });
}

type Place = [kind: keyof typeof KINDS, namespace: string | null];

async function create(who: ClusterConnection, [kind, namespace]: Place, object: object) {
  return await createObject(who, { place: { resource: KINDS[kind], namespace, name: null }, object, writing: WRITING });
}

/** What came of it, in the API server's own words; null: it was done. Nothing of it is kept. */
async function tryTo(who: ClusterConnection, [kind, namespace]: Place, object: object) {
  try {
    const writing = { ...WRITING, isDryRun: true };
    const { metadata } = object as { metadata: object };
    const there = { ...object, metadata: { ...metadata, ...(namespace === null ? {} : { namespace }) } };
    await createObject(who, { place: { resource: KINDS[kind], namespace, name: null }, object: there, writing });
    return null;
  } catch (cause) {
    if (!(cause instanceof ClusterFault)) {
      throw cause;
    }
    return cause.message;
  }
}

/** An API server learns of policies a moment after they are made. */
async function untilBounded(): Promise<void> {
  const bare = { metadata: { name: "other" } };
  await untilRefused(() => tryTo(operator, ["namespaces", null], bare), "catalyst-env-");
  await untilRefused(() => tryTo(foreigner, ["pods", NAMESPACE], podOf()), "the operator alone");
  await untilRefused(() => tryTo(operator, ["pods", HOME], podOf()), "namespaces of environments");
  await untilRefused(() => tryTo(operator, ["bindings", HOME], bindingOf()), "namespaces of environments");
  await untilRefused(() => tryTo(operator, ["policies", HOME], policyOf("x")), "namespaces of environments");
  const pod = { ...podOf(), metadata: { ...podOf().metadata, name: "changed" } };
  await create(operator, ["pods", NAMESPACE], pod);
  await untilRefused(
    () => changePod({ spec: { containers: [{ name: "agent", image: "registry.example/z" }] } }),
    "changes no image",
  );
}

async function untilRefused(trying: () => Promise<string | null>, why: string): Promise<void> {
  await vi.waitFor(async () => expect(await trying()).toContain(why), { timeout: 60_000, interval: 200 });
}

type Pod = ReturnType<typeof buildPod>;

function podOf(change: (pod: Pod & { spec: Record<string, unknown> }) => void = () => undefined): Pod {
  const pod = buildPod(environmentOf(), {
    class: EnvironmentClass.parse({ image: "registry.example/tools" }),
    gateway: {
      ...{ addresses: ["10.96.12.34:8443"], canaries: [], denied: [], authority: "-----BEGIN", tlsName: "gateway" },
    },
    ...{ runnerImage: "registry.example/runner", agentImage: "registry.example/agent" },
    ...{ namespace: NAMESPACE, sibling: null, attempt: 1, avoidNode: null },
  });
  const copy = structuredClone(pod) as never;
  change(copy);
  return copy;
}

function bindingOf(changes: object = {}) {
  return {
    metadata: { name: MANAGER_ROLE },
    roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: MANAGER_ROLE },
    subjects: [{ kind: "ServiceAccount", name: "catalyst-operator", namespace: HOME }],
    ...changes,
  };
}

function policyOf(name: string, spec: object = { podSelector: {} }) {
  return { metadata: { name }, spec };
}

async function changePod(change: object, name = "changed"): Promise<string | null> {
  const merge = { path: `/api/v1/namespaces/${NAMESPACE}/pods/${name}`, method: "PATCH" as const };
  const contentType = "application/strategic-merge-patch+json";
  try {
    await operator.send({ ...merge, body: change, contentType, query: { dryRun: "All" } });
    return null;
  } catch (cause) {
    return (cause as Error).message;
  }
}

test("what the operator does is done: its namespace, its right there, its policies, the account, and a pod", async () => {
  expect(await tryTo(operator, ["bindings", NAMESPACE], bindingOf())).toBeNull();
  for (const policy of buildPolicies(NAMESPACE, GATEWAY)) {
    expect(await tryTo(operator, ["policies", NAMESPACE], policy)).toBeNull();
  }
  expect(await tryTo(operator, ["pods", NAMESPACE], podOf())).toBeNull();
  const place = { resource: KINDS.pods, namespace: NAMESPACE, name: "changed" };
  const change = {
    metadata: { annotations: { "catalyst.dev/ended-for": "Destroyed" } },
    spec: { activeDeadlineSeconds: 60 },
  };
  await mergeObject(operator, { place, change, writing: WRITING });
});

const [container] = podOf().spec.containers as unknown as Record<string, unknown>[];
const withVolume = (volume: object) =>
  podOf(({ spec }) => void (spec.volumes as object[]).push({ name: "more", ...volume }));
const labels = { "catalyst.dev/environments": "true", "pod-security.kubernetes.io/enforce": "restricted" };
const named = (name: string, more: object = labels) => ({ metadata: { name, labels: more } });

/** What came of deleting it; null: it would be done. */
async function tryToEnd(namespace: string): Promise<string | null> {
  const request = { method: "DELETE", path: `/api/v1/namespaces/${namespace}`, query: { dryRun: "All" } } as const;
  return await operator.send(request).then(
    () => null,
    (cause: Error) => cause.message,
  );
}

test("of namespaces the operator may end those of single environments, and no others", async () => {
  const own = buildNamespace({ name: "catalyst-env-x-1", labels: { "catalyst.dev/environment": "x-1" }, owner: null });
  await create(operator, ["namespaces", null], own);
  expect(await tryToEnd("catalyst-env-x-1")).toBeNull();
  for (const namespace of [HOME, NAMESPACE, LOOSE]) {
    expect(await tryToEnd(namespace)).toContain("namespaces of single environments alone");
  }
});

describe("the operator may not", () => {
  test.each<[what: string, kind: keyof typeof KINDS, namespace: string | null, object: () => object, why: string]>([
    ["make a namespace of another name", "namespaces", null, () => named("kube-more"), "called catalyst-env-*"],
    [
      "make a namespace that isn't labelled",
      "namespaces",
      null,
      () => named("catalyst-env-x", { "pod-security.kubernetes.io/enforce": "restricted" }),
      "labels its namespaces",
    ],
    ["make a namespace without labels", "namespaces", null, () => ({ metadata: { name: "catalyst-env-x" } }), "labels"],
    [
      "make a namespace whose pods may do more",
      "namespaces",
      null,
      () => named("catalyst-env-x", { ...labels, "pod-security.kubernetes.io/enforce": "privileged" }),
      "whose pods are restricted",
    ],
    ["bind its role where no environments are", "bindings", "kube-system", bindingOf, "namespaces of environments"],
    [
      "bind another role",
      "bindings",
      NAMESPACE,
      () => bindingOf({ roleRef: { apiGroup: RBAC, kind: "ClusterRole", name: "cluster-admin" } }),
      "binds catalyst-environment-manager alone",
    ],
    [
      "bind somebody else",
      "bindings",
      NAMESPACE,
      () => bindingOf({ subjects: [{ kind: "ServiceAccount", name: "default", namespace: NAMESPACE }] }),
      "to itself alone",
    ],
    [
      "bind everybody beside itself",
      "bindings",
      NAMESPACE,
      () =>
        bindingOf({
          subjects: [...bindingOf().subjects, { kind: "Group", apiGroup: RBAC, name: "system:authenticated" }],
        }),
      "to itself alone",
    ],
    ["make a pod where no environments are", "pods", "default", () => podOf(), "namespaces of environments"],
    [
      "make a pod that policies don't know",
      "pods",
      NAMESPACE,
      () => podOf(({ metadata }) => void Object.assign(metadata, { labels: {} })),
      "the label",
    ],
    [
      "make a pod of another account",
      "pods",
      NAMESPACE,
      () => podOf(({ spec }) => void Object.assign(spec, { serviceAccountName: "default" })),
      "the account",
    ],
    [
      "make a pod with its account's token",
      "pods",
      NAMESPACE,
      () => podOf(({ spec }) => void Object.assign(spec, { automountServiceAccountToken: true })),
      "no account's token",
    ],
    [
      "make a pod on its node's network",
      "pods",
      LOOSE,
      () => podOf(({ spec }) => void Object.assign(spec, { hostNetwork: true })),
      "shares nothing",
    ],
    [
      "make a pod among its node's processes",
      "pods",
      LOOSE,
      () => podOf(({ spec }) => void Object.assign(spec, { hostPID: true })),
      "shares nothing",
    ],
    [
      "make a pod in its node's memory",
      "pods",
      LOOSE,
      () => podOf(({ spec }) => void Object.assign(spec, { hostIPC: true })),
      "shares nothing",
    ],
    [
      "make a pod with files of its node",
      "pods",
      LOOSE,
      () => withVolume({ hostPath: { path: "/" } }),
      "no files but its own",
    ],
    [
      "make a pod with a secret",
      "pods",
      NAMESPACE,
      () => withVolume({ secret: { secretName: "s" } }),
      "no files but its own",
    ],
    [
      "make a pod with a configuration",
      "pods",
      NAMESPACE,
      () => withVolume({ configMap: { name: "c" } }),
      "no files but its own",
    ],
    [
      "make a pod with a disk of others",
      "pods",
      NAMESPACE,
      () => withVolume({ persistentVolumeClaim: { claimName: "c" } }),
      "no files but its own",
    ],
    [
      "make a pod with a secret among who it is",
      "pods",
      NAMESPACE,
      () => withVolume({ projected: { sources: [{ secret: { name: "s" } }] } }),
      "to the gateway alone",
    ],
    [
      "make a pod that shows who it is to the cluster",
      "pods",
      NAMESPACE,
      () => withVolume({ projected: { sources: [{ serviceAccountToken: { path: "token" } }] } }),
      "to the gateway alone",
    ],
    [
      "make a pod that is told all of a secret",
      "pods",
      NAMESPACE,
      () =>
        podOf(({ spec }) => void Object.assign(spec.containers[0] ?? {}, { envFrom: [{ secretRef: { name: "s" } }] })),
      "nothing of secrets",
    ],
    [
      "make a pod that is told a secret",
      "pods",
      NAMESPACE,
      () =>
        podOf(
          ({ spec }) =>
            void Object.assign(spec.initContainers[0] ?? {}, {
              env: [{ name: "A", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }],
            }),
        ),
      "nothing of secrets",
    ],
    [
      "choose a pod's node",
      "pods",
      NAMESPACE,
      () => podOf(({ spec }) => void Object.assign(spec, { nodeName: "node-1" })),
      "the scheduler",
    ],
    [
      "make a pod of an image from elsewhere",
      "pods",
      NAMESPACE,
      () => podOf(({ spec }) => void Object.assign(spec.containers[0] ?? {}, { image: "evil.example/x" })),
      "images come from",
    ],
    [
      "make a pod with files from elsewhere",
      "pods",
      NAMESPACE,
      () => withVolume({ image: { reference: "evil.example/x" } }),
      "files come from",
    ],
    ["make a policy of its own", "policies", NAMESPACE, () => policyOf("catalyst-more"), "its two policies"],
    [
      "open its policy to all",
      "policies",
      NAMESPACE,
      () => policyOf("catalyst-environment-to-gateway", { podSelector: {}, egress: [{}], policyTypes: ["Egress"] }),
      "not to all",
    ],
    [
      "make another account",
      "accounts",
      NAMESPACE,
      () => ({ metadata: { name: "other" } }),
      "the account of environments alone",
    ],
  ])("%s", async (_what, kind, ...[namespace, object, why]) => {
    expect(await tryTo(operator, [kind, namespace], object())).toContain(why);
  });

  test("put another image into a pod that is there, nor another tolerance", async () => {
    const image = { spec: { containers: [{ name: container?.name, image: "registry.example/other" }] } };
    expect(await changePod(image)).toContain("changes no image");
    expect(await changePod({ spec: { tolerations: [...podOf().spec.tolerations, { operator: "Exists" }] } })).toMatch(
      /changes no pod's place/,
    );
    expect(await changePod({ metadata: { labels: { "catalyst.dev/component": null } } })).toContain("the label");
  });
});

test("a pod of a pool is made and becomes an Environment's once: it is neither given back nor had by another one", async () => {
  const warm = podOf();
  const { [ANNOTATIONS.environmentUid]: _uid, ...annotations } = warm.metadata.annotations;
  const made = { [ANNOTATIONS.poolUid]: "p", [ANNOTATIONS.template]: "t", [ANNOTATIONS.ground]: "g" };
  const metadata = { ...warm.metadata, name: "warm", annotations: { ...annotations, ...made } };
  await create(operator, ["pods", NAMESPACE], { ...warm, metadata });
  const annotate = (changes: object) => changePod({ metadata: { annotations: changes } }, "warm");
  expect(await annotate({ [ANNOTATIONS.template]: "another" })).toContain("was made of stays");
  expect(await annotate({ [ANNOTATIONS.poolUid]: null })).toContain("was made of stays");
  const claim = { [ANNOTATIONS.environmentUid]: "first" };
  const place = { resource: KINDS.pods, namespace: NAMESPACE, name: "warm" };
  await mergeObject(operator, { place, change: { metadata: { annotations: claim } }, writing: WRITING });
  expect(await annotate({ [ANNOTATIONS.environmentUid]: "second" })).toContain("for ever");
  expect(await annotate({ [ANNOTATIONS.environmentUid]: null })).toContain("for ever");
  expect(await annotate({ [ANNOTATIONS.home]: "elsewhere" })).toContain("for ever");
  expect(await annotate({ [ANNOTATIONS.endedFor]: "Destroyed" })).toBeNull();
});

describe("nobody else may, but who may do everything anyway,", () => {
  test("make a pod or a policy where environments are", async () => {
    expect(await tryTo(foreigner, ["pods", NAMESPACE], podOf())).toContain("the operator alone");
    expect(
      await tryTo(foreigner, ["policies", NAMESPACE], policyOf("open", { podSelector: {}, egress: [{}] })),
    ).toContain("the operator alone");
    expect(await tryTo(admin, ["pods", NAMESPACE], podOf())).toBeNull();
  });

  test("be kept from their own namespaces by that", async () => {
    expect(await tryTo(foreigner, ["policies", "default"], policyOf("own"))).toBeNull();
    const bare = { metadata: { name: "kube-more" } };
    expect(await tryTo(foreigner, ["namespaces", null], bare)).toBeNull();
  });
});

test("a pod may go whoever wants it to", async () => {
  await deleteObject(foreigner, { place: { resource: KINDS.pods, namespace: NAMESPACE, name: "changed" } });
});
