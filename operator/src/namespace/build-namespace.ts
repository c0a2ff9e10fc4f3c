import { LABELS } from "@catalyst/kubernetes";
import { SERVICE_ACCOUNT } from "../pod/build-pod.ts";
import { OWNER_ANNOTATION, type PodNamespace } from "./pod-namespace.ts";

const MANAGED = { "app.kubernetes.io/managed-by": "catalyst-operator" };

/** The namespace of environments: whoever makes a pod there makes one that Kubernetes itself holds to be harmless. */
export function buildNamespace({ name, labels, owner }: Omit<PodNamespace, "mayMake">) {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      ...(owner === null ? {} : { annotations: { [OWNER_ANNOTATION]: owner } }),
      labels: {
        ...{ ...MANAGED, ...labels },
        [LABELS.environments]: "true",
        "pod-security.kubernetes.io/enforce": "restricted",
        "pod-security.kubernetes.io/enforce-version": "latest",
      },
    },
  };
}

/** As whom its pods run: an account that may do nothing. */
export function buildServiceAccount(namespace: string) {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: SERVICE_ACCOUNT, namespace, labels: MANAGED },
    automountServiceAccountToken: false,
  };
}

/** What the environments of a namespace may use at once; none: as much as there is. */
export function buildQuota(namespace: string, hard: Readonly<Record<string, string>>) {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "catalyst-environments", namespace, labels: MANAGED },
    spec: { hard },
  };
}
