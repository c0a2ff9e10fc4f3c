import {
  applyObject,
  type ClusterConnection,
  createObject,
  MANAGER_ROLE,
  operatorRights,
  POOL_RIGHTS,
  WORKER_RIGHTS,
} from "@catalyst/kubernetes";

const RBAC = "rbac.authorization.k8s.io";
const WRITING = { fieldManager: "test" };
const NAMESPACES = { group: "", version: "v1", plural: "namespaces" };

type Tenancy = Parameters<typeof operatorRights>[0];

export const HOME = "catalyst-system";

/** Whom the API server knows an account as. */
export function accountOf(name: string): string {
  return `system:serviceaccount:${HOME}:${name}`;
}

/** Lets the operator's and the worker's account do what they may, as an installation does, and makes their home. */
export async function grantRights(connection: ClusterConnection, tenancy: Tenancy = "project"): Promise<void> {
  const place = { resource: NAMESPACES, namespace: null, name: null };
  await createObject(connection, { place, object: { metadata: { name: HOME } }, writing: WRITING });
  await grantAccounts(connection, tenancy);
}

/** In place of what they might before. */
export async function grantAccounts(connection: ClusterConnection, tenancy: Tenancy): Promise<void> {
  const ofOperator = operatorRights(tenancy);
  const apply = applierOf(connection);
  const bind = (account: string, kind: "ClusterRole" | "Role") => ({
    roleRef: { apiGroup: RBAC, kind, name: account },
    subjects: [{ kind: "ServiceAccount", name: account, namespace: HOME }],
  });
  await apply("ClusterRole", { metadata: { name: MANAGER_ROLE }, ...rules(ofOperator.environments) });
  for (const [account, rights] of [
    ["catalyst-operator", ofOperator],
    ["catalyst-worker", WORKER_RIGHTS],
  ] as const) {
    await apply("ClusterRole", { metadata: { name: account }, ...rules(rights.cluster) });
    await apply("ClusterRoleBinding", { metadata: { name: account }, ...bind(account, "ClusterRole") });
    await apply("Role", { metadata: { name: account, namespace: HOME }, ...rules(rights.home) });
    await apply("RoleBinding", { metadata: { name: account, namespace: HOME }, ...bind(account, "Role") });
  }
}

/** As an installation does that has pools. */
export async function grantPools(connection: ClusterConnection): Promise<void> {
  const apply = applierOf(connection);
  const metadata = { name: "catalyst-operator-pools", namespace: HOME };
  await apply("Role", { metadata, ...rules(POOL_RIGHTS.home) });
  await apply("RoleBinding", {
    metadata,
    ...{ roleRef: { apiGroup: RBAC, kind: "Role", name: metadata.name } },
    ...{ subjects: [{ kind: "ServiceAccount", name: "catalyst-operator", namespace: HOME }] },
  });
}

function applierOf(connection: ClusterConnection) {
  return (kind: string, object: { metadata: { name: string; namespace?: string } }) =>
    applyObject(connection, {
      place: {
        resource: { group: RBAC, version: "v1", plural: `${kind.toLowerCase()}s` },
        ...{ namespace: object.metadata.namespace ?? null, name: object.metadata.name },
      },
      object: { apiVersion: `${RBAC}/v1`, kind, ...object },
      ...{ writing: WRITING, isForced: true },
    });
}

/** As the owner of a namespace does it that pods of all projects are to be in. */
export async function grantFixed(connection: ClusterConnection, namespace: string): Promise<void> {
  const apply = applierOf(connection);
  const metadata = { name: "catalyst-operator", namespace };
  await apply("Role", { metadata, ...rules(operatorRights("fixed").environments) });
  await apply("RoleBinding", {
    metadata,
    ...{ roleRef: { apiGroup: RBAC, kind: "Role", name: metadata.name } },
    ...{ subjects: [{ kind: "ServiceAccount", name: "catalyst-operator", namespace: HOME }] },
  });
}

function rules(given: object[]) {
  return { rules: given };
}
