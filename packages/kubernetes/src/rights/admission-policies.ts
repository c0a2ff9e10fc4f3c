import { ANNOTATIONS, LABELS } from "../resource/names.ts";
import { MANAGER_ROLE } from "./roles.ts";

const ADMISSION = "admissionregistration.k8s.io";

/** Of which installation they are. */
export interface AdmissionOptions {
  /** Where the operator is, and the account that it has there. */
  home: string;
  account: string;
  /** What images of pods must begin with; none: any. */
  imagePrefixes: readonly string[];
}

interface Bound {
  name: string;
  rules: { apiGroups: string[]; resources: string[]; operations: string[] }[];
  /** Each true, or its message says what isn't allowed. */
  validations: [expression: string, message: string][];
  /** Whom it is about, as an expression. */
  whom: string;
  /** Only in namespaces of environments. */
  isOfEnvironments?: boolean;
}

const IN_ENVIRONMENTS = `has(namespaceObject.metadata.labels) && namespaceObject.metadata.labels[?'${LABELS.environments}'].orValue('') == 'true'`;
const ELSEWHERE = "the operator works in namespaces of environments alone";
const rule = (apiGroup: string, resource: string, ...operations: string[]) => ({
  ...{ apiGroups: [apiGroup], resources: [resource], operations },
});

/**
 * What rights can't say of what the operator may make: it may make namespaces, but none that is privileged; bind a role, but that one, to itself, and there;
 * and pods, but none that is more than an environment. And nobody else makes pods there, which policies would let reach the gateway, nor policies, which only
 * ever add. They hold from Kubernetes 1.30 on.
 */
export function admissionPolicies(options: AdmissionOptions): object[] {
  const operator = `request.userInfo.username == 'system:serviceaccount:${options.home}:${options.account}'`;
  const bounds: Bound[] = [
    namespaceBound(operator),
    namespaceEndBound(operator),
    bindingBound(operator, options),
    podBound(operator, options),
    podChangeBound(operator),
    othersOfOperator(operator),
    foreignersBound(operator),
  ];
  return bounds.flatMap((bound) => [policyOf(bound), bindingOf(bound)]);
}

function namespaceBound(whom: string): Bound {
  const label = (name: string, value: string) => `object.metadata.labels[?'${name}'].orValue('') == '${value}'`;
  return {
    ...{ name: "catalyst-operator-namespaces", whom, rules: [rule("", "namespaces", "CREATE")] },
    validations: [
      ["object.metadata.name.startsWith('catalyst-env-')", "the operator makes namespaces called catalyst-env-* alone"],
      [
        `has(object.metadata.labels) && ${label(LABELS.environments, "true")}`,
        "the operator labels its namespaces as ones for environments",
      ],
      [
        `has(object.metadata.labels) && ${label("pod-security.kubernetes.io/enforce", "restricted")}`,
        "the operator makes namespaces whose pods are restricted",
      ],
    ],
  };
}

/** Where each environment has one of its own, which goes with it. */
function namespaceEndBound(whom: string): Bound {
  const isLabelled = (name: string) => `'${name}' in oldObject.metadata.labels`;
  return {
    ...{ name: "catalyst-operator-namespace-ends", whom, rules: [rule("", "namespaces", "DELETE")] },
    validations: [
      [
        `oldObject.metadata.name.startsWith('catalyst-env-') && has(oldObject.metadata.labels) && ${isLabelled(LABELS.environments)} && ${isLabelled(LABELS.environment)}`,
        "the operator deletes namespaces of single environments alone",
      ],
    ],
  };
}

function bindingBound(whom: string, { home, account }: AdmissionOptions): Bound {
  const itself = `s.kind == 'ServiceAccount' && s.name == '${account}' && s.?namespace.orValue('') == '${home}'`;
  return {
    name: "catalyst-operator-role-bindings",
    whom,
    rules: [rule("rbac.authorization.k8s.io", "rolebindings", "CREATE", "UPDATE")],
    validations: [
      [IN_ENVIRONMENTS, ELSEWHERE],
      [
        `object.roleRef.kind == 'ClusterRole' && object.roleRef.name == '${MANAGER_ROLE}'`,
        `the operator binds ${MANAGER_ROLE} alone`,
      ],
      [`has(object.subjects) && object.subjects.all(s, ${itself})`, "the operator binds roles to itself alone"],
    ],
  };
}

const ALL_CONTAINERS = "(object.spec.containers + object.spec.?initContainers.orValue([]))";
const VOLUMES = "object.spec.?volumes.orValue([])";

function podBound(whom: string, { imagePrefixes }: AdmissionOptions): Bound {
  const isOurs = (image: string) => imagePrefixes.map((prefix) => `${image}.startsWith('${prefix}')`).join(" || ");
  const images: Bound["validations"] =
    imagePrefixes.length === 0
      ? []
      : [
          [
            `${ALL_CONTAINERS}.all(c, ${isOurs("c.image")})`,
            "images come from the places that the cluster's owner named",
          ],
          [
            `${VOLUMES}.all(v, !has(v.image) || ${isOurs("v.image.reference")})`,
            "files come from the places that the cluster's owner named",
          ],
        ];
  return {
    ...{ name: "catalyst-operator-pods", whom, rules: [rule("", "pods", "CREATE")] },
    validations: [
      [IN_ENVIRONMENTS, ELSEWHERE],
      [
        `has(object.metadata.labels) && object.metadata.labels[?'${LABELS.component}'].orValue('') == 'environment'`,
        "a pod bears the label that policies know it by",
      ],
      [
        "object.spec.?serviceAccountName.orValue('') == 'catalyst-environment'",
        "a pod has the account that may do nothing",
      ],
      ["object.spec.?automountServiceAccountToken.orValue(true) == false", "a pod has no account's token"],
      [
        "!object.spec.?hostNetwork.orValue(false) && !object.spec.?hostPID.orValue(false) && !object.spec.?hostIPC.orValue(false)",
        "a pod shares nothing of its node",
      ],
      [
        `${VOLUMES}.all(v, has(v.emptyDir) || has(v.image) || has(v.projected))`,
        "a pod has no files but its own, those of images, and who it is",
      ],
      [
        `${VOLUMES}.all(v, !has(v.projected) || v.projected.?sources.orValue([]).all(s, has(s.serviceAccountToken) && s.serviceAccountToken.?audience.orValue('').startsWith('catalyst-gateway/')))`,
        "a pod shows who it is to the gateway alone",
      ],
      [`${ALL_CONTAINERS}.all(c, !has(c.envFrom))`, "a pod is told nothing of secrets and configurations"],
      [
        `${ALL_CONTAINERS}.all(c, c.?env.orValue([]).all(e, !has(e.valueFrom) || has(e.valueFrom.fieldRef)))`,
        "a pod is told nothing of secrets and configurations",
      ],
      ["!has(object.spec.nodeName)", "the scheduler finds a pod's node"],
      ["!has(object.spec.ephemeralContainers)", "nothing is put into a pod"],
      ...images,
    ],
  };
}

/** What is written on a pod; nothing, where it isn't. */
function marked(object: "object" | "oldObject", annotation: string): string {
  return `${object}.metadata.?annotations[?'${annotation}'].orValue('')`;
}

function podChangeBound(whom: string): Bound {
  const same = (field: string) =>
    `object.spec.?${field}.orValue([]).all(c, oldObject.spec.?${field}.orValue([]).exists(o, o.name == c.name && o.image == c.image))`;
  return {
    ...{ name: "catalyst-operator-pod-changes", whom, rules: [rule("", "pods", "UPDATE")] },
    validations: [
      [`${same("containers")} && ${same("initContainers")}`, "the operator changes no image of a pod"],
      [
        "object.spec.?tolerations.orValue([]) == oldObject.spec.?tolerations.orValue([])",
        "the operator changes no pod's place",
      ],
      // Of a pool or not: what an Environment once had is nobody else's ever.
      ...[ANNOTATIONS.environmentUid, ANNOTATIONS.home].map((name): [string, string] => [
        `${marked("oldObject", name)} == '' || ${marked("object", name)} == ${marked("oldObject", name)}`,
        "a pod is one Environment's for ever",
      ]),
      ...[ANNOTATIONS.poolUid, ANNOTATIONS.template, ANNOTATIONS.ground].map((name): [string, string] => [
        `${marked("object", name)} == ${marked("oldObject", name)}`,
        "what a pod of a pool was made of stays written on it",
      ]),
      [
        `has(object.metadata.labels) && object.metadata.labels[?'${LABELS.component}'].orValue('') == 'environment'`,
        "a pod bears the label that policies know it by",
      ],
    ],
  };
}

const POLICY_NAMES = "['catalyst-deny-all', 'catalyst-environment-to-gateway']";

function othersOfOperator(whom: string): Bound {
  return {
    name: "catalyst-operator-policies",
    whom,
    rules: [
      rule("networking.k8s.io", "networkpolicies", "CREATE", "UPDATE"),
      rule("", "serviceaccounts", "CREATE", "UPDATE"),
    ],
    validations: [
      [IN_ENVIRONMENTS, ELSEWHERE],
      [
        `request.resource.resource != 'networkpolicies' || object.metadata.name in ${POLICY_NAMES}`,
        "the operator makes its two policies alone",
      ],
      [
        "request.resource.resource != 'networkpolicies' || object.spec.?egress.orValue([]).all(e, e.?to.orValue([]).size() > 0)",
        "a policy lets through to somebody, not to all",
      ],
      [
        "request.resource.resource != 'serviceaccounts' || object.metadata.name == 'catalyst-environment'",
        "the operator makes the account of environments alone",
      ],
    ],
  };
}

function foreignersBound(operator: string): Bound {
  return {
    name: "catalyst-environments-are-the-operators",
    // Whoever may do everything may also do this.
    whom: `!(${operator}) && !('system:masters' in request.userInfo.groups)`,
    rules: [rule("", "pods", "CREATE"), rule("networking.k8s.io", "networkpolicies", "CREATE", "UPDATE")],
    validations: [["false", "in namespaces of environments the operator alone makes pods and network policies"]],
    isOfEnvironments: true,
  };
}

function policyOf({ name, rules, validations, whom, isOfEnvironments = false }: Bound) {
  const selector = { namespaceSelector: { matchLabels: { [LABELS.environments]: "true" } } };
  return {
    apiVersion: `${ADMISSION}/v1`,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name },
    spec: {
      // Where it can't be judged, it isn't done.
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: rules.map((one) => ({ ...one, apiVersions: ["v1"] })),
        ...(isOfEnvironments ? selector : {}),
      },
      matchConditions: [{ name: "whom", expression: whom }],
      validations: validations.map(([expression, message]) => ({ expression, message })),
    },
  };
}

function bindingOf({ name }: Bound) {
  return {
    apiVersion: `${ADMISSION}/v1`,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name },
    spec: { policyName: name, validationActions: ["Deny"] },
  };
}
