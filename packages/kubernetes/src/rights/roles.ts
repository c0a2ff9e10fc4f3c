import { GROUP } from "../resource/names.ts";

/** What may be done to which objects. */
interface Rule {
  apiGroups: string[];
  resources: string[];
  /** Only those of these names. */
  resourceNames?: string[];
  verbs: string[];
}

export interface RoleRules {
  /** Of the whole cluster. */
  cluster: Rule[];
  /** Of the namespace in which Environments are. */
  home: Rule[];
  /** Of each namespace in which their pods are. */
  environments: Rule[];
}

/** The role that the operator binds itself to in each namespace of a project; the only one that it may bind. */
export const MANAGER_ROLE = "catalyst-environment-manager";

const LOOKS = ["get", "list", "watch"];
const CORE = [""];

/**
 * What the operator may: no secret anywhere, nothing inside of a pod, no node. It may make a namespace, but neither change nor delete one, so it can't
 * make another one its own; what it makes there is bounded by admission besides.
 */
export const OPERATOR_RIGHTS: RoleRules = {
  cluster: [
    { apiGroups: CORE, resources: ["namespaces"], verbs: [...LOOKS, "create"] },
    {
      ...{ apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"] },
      ...{ resourceNames: [MANAGER_ROLE], verbs: ["bind"] },
    },
    { apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings"], verbs: ["create"] },
  ],
  home: [
    { apiGroups: [GROUP], resources: ["environments"], verbs: [...LOOKS, "patch", "delete"] },
    {
      ...{ apiGroups: [GROUP], resources: ["environments/status", "environments/finalizers"] },
      verbs: ["patch", "update"],
    },
    { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] },
    { apiGroups: CORE, resources: ["services"], resourceNames: ["catalyst-gateway"], verbs: ["get"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    { apiGroups: CORE, resources: ["configmaps"], verbs: ["create"] },
    {
      ...{ apiGroups: CORE, resources: ["configmaps"], resourceNames: ["catalyst-identity-keys"] },
      verbs: ["get", "update"],
    },
    { apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create", "patch"] },
  ],
  environments: [
    { apiGroups: CORE, resources: ["pods"], verbs: [...LOOKS, "create", "delete", "patch"] },
    { apiGroups: [...CORE, "events.k8s.io"], resources: ["events"], verbs: ["list"] },
    {
      apiGroups: CORE,
      resources: ["serviceaccounts", "resourcequotas", "limitranges"],
      verbs: [...LOOKS, "create", "patch"],
    },
    { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"], verbs: [...LOOKS, "create", "patch"] },
  ],
};

/**
 * What the operator may where pods are elsewhere than in a namespace for each project: nothing of the whole cluster where it is told of a single one, whose
 * owner gives it these rights there; and one more where each environment has its own, which goes with it.
 */
export function operatorRights(tenancy: "project" | "fixed" | "environment"): RoleRules {
  const { cluster, home, environments } = OPERATOR_RIGHTS;
  switch (tenancy) {
    case "project":
      return OPERATOR_RIGHTS;
    case "fixed":
      return {
        cluster: [],
        home,
        // A namespace may be looked at by whoever may that in it.
        environments: [...environments, { apiGroups: CORE, resources: ["namespaces"], verbs: ["get"] }],
      };
    case "environment":
      return {
        cluster: [...cluster, { apiGroups: CORE, resources: ["namespaces"], verbs: ["delete"] }],
        home,
        environments,
      };
  }
}

/** What the operator may besides where there are pools: follow them, keep them there until their pods are gone, and tell how they are. How many wait is others' word. */
export const POOL_RIGHTS: RoleRules = {
  cluster: [],
  home: [
    { apiGroups: [GROUP], resources: ["environmentpools"], verbs: [...LOOKS, "patch"] },
    {
      ...{ apiGroups: [GROUP], resources: ["environmentpools/status", "environmentpools/finalizers"] },
      verbs: ["patch", "update"],
    },
  ],
  environments: [],
};

/** What the worker may: ask for environments, and follow them. It sees no pod. */
export const WORKER_RIGHTS: RoleRules = {
  cluster: [],
  home: [{ apiGroups: [GROUP], resources: ["environments"], verbs: [...LOOKS, "create", "delete"] }],
  environments: [],
};
