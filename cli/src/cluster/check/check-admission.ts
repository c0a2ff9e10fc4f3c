import { type ClusterConnection, ClusterFault, createObject, listObjects } from "@catalyst/kubernetes";
import { type Finding, failed, limited, ok } from "../../doctor/finding.ts";
import type { ClusterTarget } from "./cluster-target.ts";

const POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
const BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";
const OURS = "catalyst-";
/** One that the operator has every right to make but for the bounds of admission. */
const FORBIDDEN = "catalyst-check-forbidden";

/** Whether the API server itself refuses to the operator what it must never make: tried as the operator, with nothing kept. */
export async function checkAdmission(target: ClusterTarget): Promise<Finding> {
  const [policies, bindings] = await Promise.all([POLICIES, BINDINGS].map((path) => names(target.connection, path)));
  if (policies?.length === 0 || bindings?.length === 0) {
    return limited(
      "admission",
      "Nothing bounds what the operator may make: its rights alone do, which can't say of which kind a pod may be.",
      "Install the chart with operator.admissionPolicies: true",
    );
  }
  try {
    await makeForbidden(target);
    return failed("admission", "The operator may make a namespace that isn't for environments.", null);
  } catch (cause) {
    if (!(cause instanceof ClusterFault)) {
      throw cause;
    }
    if (/impersonate/.test(cause.message)) {
      return limited(
        "admission",
        `${policies?.length} policies are there; you may not try them as the operator.`,
        null,
      );
    }
    if (/cannot create resource "namespaces"/.test(cause.message)) {
      return ok(
        "admission",
        `${policies?.length} policies are there, and the operator has no right to make a namespace`,
      );
    }
    return cause.message.includes("ValidatingAdmissionPolicy")
      ? ok("admission", `${policies?.length} policies hold: tried as the operator`)
      : failed("admission", `Trying them as the operator failed: ${cause.message}`, null);
  }
}

async function names(connection: ClusterConnection, path: string): Promise<string[]> {
  const { objects } = await listObjects({ connection, path });
  return objects.map(({ metadata }) => metadata.name).filter((name) => name.startsWith(OURS));
}

async function makeForbidden({ connection, namespace }: ClusterTarget): Promise<void> {
  const user = `system:serviceaccount:${namespace}:catalyst-operator`;
  const asOperator: ClusterConnection = {
    ...connection,
    send: (request) => connection.send({ ...request, headers: { ...request.headers, "impersonate-user": user } }),
  };
  await createObject(asOperator, {
    place: { resource: { group: "", version: "v1", plural: "namespaces" }, namespace: null, name: null },
    object: { metadata: { name: FORBIDDEN } },
    writing: { fieldManager: "catalyst-operator", isDryRun: true },
  });
}
