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
import { buildNamespace, buildQuota, buildServiceAccount } from "./build-namespace.ts";
import { buildPolicies, type GatewayPeer } from "./build-policies.ts";
import type { PodNamespace, TenancyMode } from "./pod-namespace.ts";

export type EnsuredNamespace = "stands" | "foreign" | "terminating" | "missing";

export interface Tenancy {
  mode: TenancyMode;
  gateway: GatewayPeer;
  /** As whom the operator is known, to be bound to its role there. */
  account: { name: string; namespace: string };
  /** null: no limit of our own. */
  quota: Readonly<Record<string, string>> | null;
}

/**
 * Makes what has to stand before any pod: namespace, the operator's own rights there, account, policies, quota. A namespace that is there and isn't
 * labelled as one for environments is somebody else's, and isn't touched; one on its way out neither, nor is one made that isn't ours to make. Returns
 * what it is then.
 */
export async function ensureNamespace(
  connection: ClusterConnection,
  wanted: PodNamespace,
  tenancy: Tenancy,
): Promise<EnsuredNamespace> {
  const { name, mayMake } = wanted;
  const place = { resource: KINDS.namespaces, namespace: null, name };
  const standing = await readOne(connection, place).catch((cause: unknown) => whereForbidden(cause, mayMake));
  if (standing === null && !mayMake) {
    return "missing";
  }
  if (standing === null) {
    await unlessThere(createObject(connection, { place, object: buildNamespace(wanted), writing: WRITING }));
  } else if (isGoing(standing.metadata)) {
    return "terminating";
  } else if (!isOurs(standing.metadata)) {
    return "foreign";
  }
  if (mayMake) {
    // Who made the other one gave the operator its rights there.
    const bindings = { resource: KINDS.roleBindings, namespace: name, name: null };
    const object = bindingOf(name, tenancy);
    await unlessThere(createObject(connection, { place: bindings, object, writing: WRITING }));
  }
  await fillNamespace(connection, name, tenancy);
  return "stands";
}

async function fillNamespace(connection: ClusterConnection, name: string, tenancy: Tenancy): Promise<void> {
  const apply = (resource: ResourceKind, object: { metadata: { name: string } }) =>
    applyObject(connection, {
      ...{ place: { resource, namespace: name, name: object.metadata.name }, object, writing: WRITING },
      // They are ours, whoever changed them.
      isForced: true,
    });
  for (const policy of buildPolicies(name, tenancy.gateway)) {
    await apply(KINDS.policies, policy);
  }
  await apply(KINDS.serviceAccounts, buildServiceAccount(name));
  if (tenancy.quota !== null) {
    await apply(KINDS.quotas, buildQuota(name, tenancy.quota));
  }
}

/** Whoever has no rights in a namespace can't tell whether it is there. */
function whereForbidden(cause: unknown, mayMake: boolean): null {
  if (mayMake || !(cause instanceof ClusterFault && cause.kind === "forbidden")) {
    throw cause;
  }
  return null;
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
