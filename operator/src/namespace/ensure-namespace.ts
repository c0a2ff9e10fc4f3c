import {
  applyObject,
  type ClusterConnection,
  ClusterFault,
  createObject,
  LABELS,
  MANAGER_ROLE,
  type ResourceKind,
  readOne,
} from "@catalyst/kubernetes";
import { KINDS, WRITING } from "../cluster/kinds.ts";
import { buildNamespace, buildQuota, buildServiceAccount, namespaceOf } from "./build-namespace.ts";
import { buildPolicies, type GatewayPeer } from "./build-policies.ts";

export type EnsuredNamespace = "stands" | "foreign" | "terminating";

export interface Tenancy {
  gateway: GatewayPeer;
  /** As whom the operator is known, to be bound to its role there. */
  account: { name: string; namespace: string };
  /** null: no limit of our own. */
  quota: Readonly<Record<string, string>> | null;
}

/**
 * Makes what has to stand before any pod: namespace, the operator's own rights there, account, policies, quota. A namespace that is there and isn't
 * labelled as one for environments is somebody else's, and isn't touched; one on its way out neither. Returns what it is then.
 */
export async function ensureNamespace(
  connection: ClusterConnection,
  project: string,
  tenancy: Tenancy,
): Promise<EnsuredNamespace> {
  const name = namespaceOf(project);
  const place = { resource: KINDS.namespaces, namespace: null, name };
  const standing = await readOne(connection, place);
  if (standing === null) {
    await unlessThere(createObject(connection, { place, object: buildNamespace(project), writing: WRITING }));
  } else if (isGoing(standing.metadata)) {
    return "terminating";
  } else if (!isOurs(standing.metadata)) {
    return "foreign";
  }
  const bindings = { resource: KINDS.roleBindings, namespace: name, name: null };
  await unlessThere(createObject(connection, { place: bindings, object: bindingOf(name, tenancy), writing: WRITING }));
  const apply = (resource: ResourceKind, object: { metadata: { name: string } }) =>
    applyObject(connection, {
      ...{ place: { resource, namespace: name, name: object.metadata.name }, object, writing: WRITING },
      // They are ours, whoever changed them.
      isForced: true,
    });
  for (const policy of buildPolicies(project, tenancy.gateway)) {
    await apply(KINDS.policies, policy);
  }
  await apply(KINDS.serviceAccounts, buildServiceAccount(project));
  if (tenancy.quota !== null) {
    await apply(KINDS.quotas, buildQuota(project, tenancy.quota));
  }
  return "stands";
}

function isOurs(metadata: object): boolean {
  return (metadata as { labels?: Record<string, string> }).labels?.[LABELS.environments] === "true";
}

function isGoing(metadata: object): boolean {
  return (metadata as { deletionTimestamp?: string }).deletionTimestamp !== undefined;
}

function bindingOf(namespace: string, { account }: Tenancy) {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: MANAGER_ROLE, namespace },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: MANAGER_ROLE },
    subjects: [{ kind: "ServiceAccount", ...account }],
  };
}

async function unlessThere(making: Promise<unknown>): Promise<void> {
  try {
    await making;
  } catch (cause) {
    if (!(cause instanceof ClusterFault && cause.kind === "exists")) {
      throw cause;
    }
  }
}
