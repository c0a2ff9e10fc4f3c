/** The words by which the cluster knows what is ours. They are an interface: what bears them outlives the version that wrote it. */
export const GROUP = "catalyst.catalyst.dev";
export const VERSION = "v1alpha1";
export const KIND = "Environment";
export const PLURAL = "environments";
export const POOL_KIND = "EnvironmentPool";
export const POOL_PLURAL = "environmentpools";
export const API_VERSION = `${GROUP}/${VERSION}`;

export const LABELS = {
  /** What made the Environment: `worker`, or nothing where a person did. */
  managedBy: "catalyst.dev/managed-by",
  type: "catalyst.dev/type",
  taskId: "catalyst.dev/task-id",
  executionId: "catalyst.dev/execution-id",
  project: "catalyst.dev/project",
  /** Of pods: the policies select by it. */
  component: "catalyst.dev/component",
  /** Of pods: the name of their Environment. */
  environment: "catalyst.dev/environment",
  /** Of pods: the pool that they were made for, claimed or not. */
  pool: "catalyst.dev/pool",
  /** Of namespaces: environments are made here. */
  environments: "catalyst.dev/environments",
} as const;

export const ANNOTATIONS = {
  /** Of pods: which Environment of that name it was made for. */
  environmentUid: "catalyst.dev/environment-uid",
  /** Of pods: how many their Environment has had with it. */
  attempt: "catalyst.dev/attempt",
  /** Of pods: the namespace of their Environment. */
  home: "catalyst.dev/home",
  /** Of pods of a pool: which one of that name. */
  poolUid: "catalyst.dev/pool-uid",
  /** Of pods of a pool: what they were made of. Only an Environment whose own pod would be the same may have one. */
  template: "catalyst.dev/template",
  /** Of pods of a pool: the namespace and the policies that their isolation was proven under. */
  ground: "catalyst.dev/ground",
  /** Of pods of a pool: when an Environment got them. */
  claimedAt: "catalyst.dev/claimed-at",
  /** Of pods: why the operator ended them, written before it does. */
  endedFor: "catalyst.dev/ended-for",
} as const;

/** Keeps an Environment there until nothing of it is left. */
export const FINALIZER = "catalyst.dev/environment";
/** Keeps a pool there until none of its pods waits any more. */
export const POOL_FINALIZER = "catalyst.dev/environment-pool";

/** Who writes, as the API server keeps it beside each field. */
export const FIELD_MANAGERS = { operator: "catalyst-operator", worker: "catalyst-worker" } as const;

/** There is one Environment for an execution, as there is one object of a name. */
export function environmentName(executionId: string): string {
  return `x-${executionId}`;
}
