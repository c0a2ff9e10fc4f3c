import { GROUP, PLURAL, POOL_PLURAL, VERSION } from "@catalyst/kubernetes";

const core = (plural: string) => ({ group: "", version: "v1", plural });

/** What the operator reads and writes. */
export const KINDS = {
  environments: { group: GROUP, version: VERSION, plural: PLURAL },
  pools: { group: GROUP, version: VERSION, plural: POOL_PLURAL },
  namespaces: core("namespaces"),
  pods: core("pods"),
  events: core("events"),
  serviceAccounts: core("serviceaccounts"),
  quotas: core("resourcequotas"),
  policies: { group: "networking.k8s.io", version: "v1", plural: "networkpolicies" },
  services: core("services"),
  configMaps: core("configmaps"),
  endpointSlices: { group: "discovery.k8s.io", version: "v1", plural: "endpointslices" },
  /** What is told of an object to people; not the older one of the same name. */
  tellings: { group: "events.k8s.io", version: "v1", plural: "events" },
  roleBindings: { group: "rbac.authorization.k8s.io", version: "v1", plural: "rolebindings" },
} as const;

export const WRITING = { fieldManager: "catalyst-operator" };
