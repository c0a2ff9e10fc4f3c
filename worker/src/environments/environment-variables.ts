import { LOCAL_NAMESPACE } from "@catalyst/core";
import { z } from "zod";

const MAX_NAME = 63;
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const Name = z.string().max(MAX_NAME).regex(DNS_LABEL, "must be lower-case letters, digits and dashes");
const Seconds = z.string().regex(/^[1-9]\d{1,3}$/, "must be a number of seconds, from 10 to 9999");

/** Where environments are made: on this machine, or by a cluster's operator. */
export const EnvironmentVariables = z.object({
  CATALYST_ENVIRONMENTS: z.enum(["local", "kubernetes"]).default("local"),
  /** Of the cluster: where the operator heeds Environments. Server and worker say the same. */
  CATALYST_ENVIRONMENT_NAMESPACE: Name.optional(),
  CATALYST_ENVIRONMENT_CLASS: Name.default("default"),
  CATALYST_ENVIRONMENT_START_SECONDS: Seconds.default("600"),
  /** Outside of the cluster: who one is there. */
  CATALYST_KUBECONFIG: z.string().startsWith("/", "must be an absolute path").optional(),
  KUBERNETES_SERVICE_HOST: z.string().min(1).optional(),
  KUBERNETES_SERVICE_PORT: z.string().min(1).default("443"),
});
export type EnvironmentVariables = z.infer<typeof EnvironmentVariables>;

/** Where the cluster is: as a pod is told, or as a kubeconfig says. */
export type ClusterPlace = { kind: "pod"; host: string; port: string } | { kind: "kubeconfig"; path: string };

export type EnvironmentPlace =
  | { kind: "local" }
  | { kind: "kubernetes"; cluster: ClusterPlace; namespace: string; className: string; startTimeoutSeconds: number };

/** What is wrong with them together; null: nothing. */
export function problemOf(variables: EnvironmentVariables): string | null {
  if (variables.CATALYST_ENVIRONMENTS === "local") {
    return null;
  }
  if (variables.CATALYST_ENVIRONMENT_NAMESPACE === undefined) {
    return "CATALYST_ENVIRONMENT_NAMESPACE must be said with CATALYST_ENVIRONMENTS=kubernetes";
  }
  return variables.CATALYST_KUBECONFIG === undefined && variables.KUBERNETES_SERVICE_HOST === undefined
    ? "CATALYST_KUBECONFIG must be said outside of a cluster, where KUBERNETES_SERVICE_HOST isn't"
    : null;
}

export function environmentPlaceOf(variables: EnvironmentVariables): EnvironmentPlace {
  const { CATALYST_KUBECONFIG: path, KUBERNETES_SERVICE_HOST: host = "" } = variables;
  return variables.CATALYST_ENVIRONMENTS === "local"
    ? { kind: "local" }
    : {
        kind: "kubernetes",
        cluster:
          path === undefined
            ? { kind: "pod", host, port: variables.KUBERNETES_SERVICE_PORT }
            : { kind: "kubeconfig", path },
        namespace: variables.CATALYST_ENVIRONMENT_NAMESPACE ?? "",
        className: variables.CATALYST_ENVIRONMENT_CLASS,
        startTimeoutSeconds: Number(variables.CATALYST_ENVIRONMENT_START_SECONDS),
      };
}

/** Under which name executions wait for the environments of this place. */
export function namespaceOf(place: EnvironmentPlace): string {
  return place.kind === "local" ? LOCAL_NAMESPACE : place.namespace;
}
