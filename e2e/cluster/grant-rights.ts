import {
  applyObject,
  type ClusterConnection,
  createObject,
  MANAGER_ROLE,
  OPERATOR_RIGHTS,
  WORKER_RIGHTS,
} from "@catalyst/kubernetes";

const RBAC = "rbac.authorization.k8s.io";
const WRITING = { fieldManager: "test" };
const NAMESPACES = { group: "", version: "v1", plural: "namespaces" };

export const HOME = "catalyst-system";

/** Whom the API server knows an account as. */
export function accountOf(name: string): string {
  return `system:serviceaccount:${HOME}:${name}`;
}

/** Lets the operator's and the worker's account do what they may, as an installation does, and makes their home. */
export async function grantRights(connection: ClusterConnection): Promise<void> {
  const place = { resource: NAMESPACES, namespace: null, name: null };
  await createObject(connection, { place, object: { metadata: { name: HOME } }, writing: WRITING });
  const apply = (kind: string, object: { metadata: { name: string; namespace?: string } }) =>
    applyObject(connection, {
      place: {
        resource: { group: RBAC, version: "v1", plural: `${kind.toLowerCase()}s` },
        ...{ namespace: object.metadata.namespace ?? null, name: object.metadata.name },
      },
      object: { apiVersion: `${RBAC}/v1`, kind, ...object },
      ...{ writing: WRITING, isForced: true },
    });
  const bind = (account: string, kind: "ClusterRole" | "Role") => ({
    roleRef: { apiGroup: RBAC, kind, name: account },
    subjects: [{ kind: "ServiceAccount", name: account, namespace: HOME }],
  });
  await apply("ClusterRole", { metadata: { name: MANAGER_ROLE }, ...rules(OPERATOR_RIGHTS.environments) });
  for (const [account, rights] of [
    ["catalyst-operator", OPERATOR_RIGHTS],
    ["catalyst-worker", WORKER_RIGHTS],
  ] as const) {
    await apply("ClusterRole", { metadata: { name: account }, ...rules(rights.cluster) });
    await apply("ClusterRoleBinding", { metadata: { name: account }, ...bind(account, "ClusterRole") });
    await apply("Role", { metadata: { name: account, namespace: HOME }, ...rules(rights.home) });
    await apply("RoleBinding", { metadata: { name: account, namespace: HOME }, ...bind(account, "Role") });
  }
}

function rules(given: object[]) {
  return { rules: given };
}
