export { findMissingRights, type Reviewing } from "./check/review-rights.ts";
export { tryByHand } from "./check/try-by-hand.ts";
export { accessFromKubeconfig } from "./client/access-from-kubeconfig.ts";
export { accessFromPod, type PodPlace } from "./client/access-from-pod.ts";
export type { ClusterAccess } from "./client/cluster-access.ts";
export { ClusterFault, type ClusterFaultKind } from "./client/cluster-fault.ts";
export { type AnyObject, type ClusterObject, objectKey } from "./client/cluster-object.ts";
export { type ClusterConnection, type ClusterRequest, connectCluster } from "./client/connect-cluster.ts";
export { type Follower, type Following, followResource } from "./client/follow-resource.ts";
export { listObjects } from "./client/list-objects.ts";
export { type CacheChange, type ResourceCache, resourceCache } from "./client/resource-cache.ts";
export { type ResourceKind, type ResourcePlace, resourcePath } from "./client/resource-path.ts";
export {
  applyObject,
  createObject,
  deleteObject,
  mergeObject,
  type ObjectPlace,
  type Precondition,
  readOne,
  replaceObject,
  type Writing,
} from "./client/write-objects.ts";
export type { IsolationCheck } from "./provider/check-isolation.ts";
export type { EnvironmentJobs } from "./provider/environment-jobs.ts";
export {
  type KubernetesEnvironmentOptions,
  type KubernetesEnvironmentProvider,
  kubernetesEnvironmentProvider,
} from "./provider/kubernetes-environment-provider.ts";
export type { EnvironmentSubject, EnvironmentWishes } from "./provider/write-environment.ts";
export { durationSeconds } from "./resource/duration.ts";
export { environmentCrd } from "./resource/environment-crd.ts";
export { EnvironmentResource } from "./resource/environment-resource.ts";
export { EnvironmentSpec } from "./resource/environment-spec.ts";
export {
  Condition,
  type ConditionType,
  EnvironmentPhase,
  EnvironmentStatusFields,
} from "./resource/environment-status.ts";
export {
  ANNOTATIONS,
  API_VERSION,
  environmentName,
  FIELD_MANAGERS,
  FINALIZER,
  GROUP,
  KIND,
  LABELS,
  PLURAL,
  POOL_FINALIZER,
  POOL_KIND,
  POOL_PLURAL,
  VERSION,
} from "./resource/names.ts";
export { environmentPoolCrd } from "./resource/pool/pool-crd.ts";
export { EnvironmentPoolResource, EnvironmentPoolSpec, EnvironmentPoolStatus } from "./resource/pool/pool-resource.ts";
export { Quantity, quantityUnits } from "./resource/quantity.ts";
export { type AdmissionOptions, admissionPolicies } from "./rights/admission-policies.ts";
export {
  MANAGER_ROLE,
  OPERATOR_RIGHTS,
  operatorRights,
  POOL_RIGHTS,
  type RoleRules,
  WORKER_RIGHTS,
} from "./rights/roles.ts";
