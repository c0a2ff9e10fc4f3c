import { type EnvironmentResource, LABELS } from "@catalyst/kubernetes";

const PREFIX = "catalyst-env-";

/**
 * Where pods are: in a namespace for each project, which the operator makes and nobody of ours deletes; in a single one that the cluster's owner made,
 * for clusters where nobody gets rights of the whole cluster; or in one for each environment, which goes with it.
 */
export type TenancyMode = { kind: "project" } | { kind: "fixed"; namespace: string } | { kind: "environment" };

/** The namespace of some environments' pods. */
export interface PodNamespace {
  name: string;
  /** By which it is known whose it is. */
  labels: Readonly<Record<string, string>>;
  /** Whether it is ours to make. */
  mayMake: boolean;
}

type Subject = Pick<EnvironmentResource, "metadata" | "spec">;

export function podNamespaceOf({ metadata, spec }: Subject, mode: TenancyMode): PodNamespace {
  const labels = { [LABELS.project]: spec.project };
  switch (mode.kind) {
    case "project":
      return { name: namespaceOf(spec.project), labels, mayMake: true };
    case "fixed":
      return { name: mode.namespace, labels: {}, mayMake: false };
    case "environment":
      return {
        name: namespaceOf(metadata.name),
        labels: { ...labels, [LABELS.environment]: metadata.name },
        mayMake: true,
      };
  }
}

/** As it was found in the cluster, labelled as one for environments. */
export function foundNamespace({
  name,
  labels = {},
}: {
  name: string;
  labels?: Readonly<Record<string, string>>;
}): PodNamespace {
  const known = [LABELS.project, LABELS.environment].flatMap((label) =>
    labels[label] === undefined ? [] : [[label, labels[label]]],
  );
  return { name, labels: Object.fromEntries(known), mayMake: true };
}

/** Of a project, or of one environment. */
export function namespaceOf(name: string): string {
  return `${PREFIX}${name}`;
}
