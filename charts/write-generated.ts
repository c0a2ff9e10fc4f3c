import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  admissionPolicies,
  environmentCrd,
  environmentPoolCrd,
  MANAGER_ROLE,
  operatorRights,
  POOL_RIGHTS,
  type RoleRules,
  WORKER_RIGHTS,
} from "@catalyst/kubernetes";

const RBAC = "rbac.authorization.k8s.io";
/** As Helm writes them out. */
const HOME = "{{ .Release.Namespace }}";
const CHART = join(import.meta.dirname, "catalyst");
const MONITORING = join(import.meta.dirname, "../docs/monitoring");

/** Where pods are, as the operator's settings say it. */
const MODES = ["project", "fixed", "environment"] as const;
/** The one that is there, where all pods are in one. */
const FIXED = "{{ .Values.environments.namespaces.name }}";

/** The parts of the chart that are made from what the code and the documents say, by their files. */
export function generatedFiles(): Record<string, string> {
  const policies = admissionPolicies({ home: HOME, account: "catalyst-operator", imagePrefixes: [] });
  return {
    "templates/crd.yaml": `{{- if .Values.crds.install }}\n{{- include "catalyst.refuseForeignDefinition" . }}\n${documents([kept(environmentCrd())])}${withPools([kept(environmentPoolCrd())])}{{- end }}\n`,
    "templates/rights.yaml":
      documents(rightsOf("catalyst-worker", WORKER_RIGHTS)) + MODES.map(ofMode).join("") + withPools(poolRights()),
    "templates/operator/admission-policies.yaml": `{{- if .Values.operator.admissionPolicies }}\n${documents(policies)}{{- end }}\n`,
    // A chart sees its own folder alone.
    ...Object.fromEntries(
      ["alerts.yml", "dashboard.json"].map((name) => [
        `monitoring/${name}`,
        readFileSync(join(MONITORING, name), "utf8"),
      ]),
    ),
  };
}

/** A cluster's Environments don't go with the chart that brought them, nor do its pools. */
function kept<T extends { metadata: object }>(definition: T) {
  const metadata = {
    ...definition.metadata,
    labels: { "app.kubernetes.io/part-of": "catalyst" },
    annotations: { "helm.sh/resource-policy": "keep" },
  };
  return { ...definition, metadata };
}

function withPools(objects: object[]): string {
  return `{{- if .Values.environments.pools.enabled }}\n${documents(objects)}{{- end }}\n`;
}

/** What the operator may besides where there are pools. */
function poolRights(): object[] {
  const own = { name: "catalyst-operator-pools", namespace: HOME };
  const subjects = [{ kind: "ServiceAccount", name: "catalyst-operator", namespace: HOME }];
  return [
    { ...roleOf("Role", own), rules: POOL_RIGHTS.home },
    { ...roleOf("RoleBinding", own), roleRef: { apiGroup: RBAC, kind: "Role", name: own.name }, subjects },
  ];
}

/** What the operator may where pods are there: its role for namespaces of environments is the cluster's, or of the only one. */
function ofMode(mode: (typeof MODES)[number]): string {
  const rights = operatorRights(mode);
  const own = rightsOf("catalyst-operator", rights);
  const rules = rights.environments;
  const fixed = { name: MANAGER_ROLE, namespace: FIXED };
  const roleRef = { apiGroup: RBAC, kind: "Role", name: MANAGER_ROLE };
  const subjects = [{ kind: "ServiceAccount", name: "catalyst-operator", namespace: HOME }];
  const manager =
    mode === "fixed"
      ? [
          { ...roleOf("Role", fixed), rules },
          { ...roleOf("RoleBinding", fixed), roleRef, subjects },
        ]
      : [{ ...roleOf("ClusterRole", { name: MANAGER_ROLE }), rules }];
  return `{{- if eq .Values.environments.namespaces.mode "${mode}" }}\n${documents([...manager, ...own])}{{- end }}\n`;
}

function roleOf(kind: "Role" | "ClusterRole" | "RoleBinding" | "ClusterRoleBinding", metadata: object) {
  return { apiVersion: `${RBAC}/v1`, kind, metadata };
}

function rightsOf(name: string, { cluster, home }: RoleRules): object[] {
  const subjects = [{ kind: "ServiceAccount", name, namespace: HOME }];
  const refer = (kind: string) => ({ roleRef: { apiGroup: RBAC, kind, name }, subjects });
  const own = { name, namespace: HOME };
  const ofCluster = [
    { ...roleOf("ClusterRole", { name }), rules: cluster },
    { ...roleOf("ClusterRoleBinding", { name }), ...refer("ClusterRole") },
  ];
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: own, automountServiceAccountToken: false },
    ...(cluster.length === 0 ? [] : ofCluster),
    { ...roleOf("Role", own), rules: home },
    { ...roleOf("RoleBinding", own), ...refer("Role") },
  ];
}

/** JSON is YAML, too, and is written the same by everybody. */
function documents(objects: object[]): string {
  return objects.map((object) => `---\n${JSON.stringify(object, null, 2)}\n`).join("");
}

if (import.meta.main) {
  for (const [name, text] of Object.entries(generatedFiles())) {
    mkdirSync(dirname(join(CHART, name)), { recursive: true });
    writeFileSync(join(CHART, name), text);
  }
}
