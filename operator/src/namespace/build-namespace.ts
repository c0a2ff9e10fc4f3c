import { LABELS } from "@catalyst/kubernetes";
import { SERVICE_ACCOUNT } from "../pod/build-pod.ts";

const PREFIX = "catalyst-env-";
const MANAGED = { "app.kubernetes.io/managed-by": "catalyst-operator" };

export function namespaceOf(project: string): string {
  return `${PREFIX}${project}`;
}

/** The namespace of a project's environments: whoever makes a pod there makes one that Kubernetes itself holds to be harmless. */
export function buildNamespace(project: string) {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: namespaceOf(project),
      labels: {
        ...MANAGED,
        [LABELS.environments]: "true",
        [LABELS.project]: project,
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "latest",
      },
    },
  };
}

/** As whom its pods run: an account that may do nothing. */
export function buildServiceAccount(project: string) {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: SERVICE_ACCOUNT, namespace: namespaceOf(project), labels: MANAGED },
    automountServiceAccountToken: false,
  };
}

/** What the environments of a project may use at once; none: as much as there is. */
export function buildQuota(project: string, hard: Readonly<Record<string, string>>) {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "catalyst-environments", namespace: namespaceOf(project), labels: MANAGED },
    spec: { hard },
  };
}
