import { customResource } from "./custom-resource.ts";
import { EnvironmentSpec } from "./environment-spec.ts";
import { EnvironmentStatusFields } from "./environment-status.ts";
import { KIND, LABELS, PLURAL } from "./names.ts";

/** The definition of the resource, made from the schema by which we read it. */
export function environmentCrd() {
  return customResource({
    names: {
      ...{ kind: KIND, listKind: `${KIND}List`, plural: PLURAL, singular: "environment" },
      ...{ shortNames: ["env", "envs"], categories: ["catalyst"] },
    },
    subresources: { status: {} },
    columns: COLUMNS,
    ...{ spec: EnvironmentSpec, status: EnvironmentStatusFields },
  });
}

const column = (name: string, jsonPath: string, more: object = {}) => ({ name, type: "string", jsonPath, ...more });
const WIDE = { priority: 1 };
const COLUMNS = [
  column("Project", ".spec.project"),
  column("Task", `.metadata.labels.${LABELS.taskId.replaceAll(".", "\\.")}`),
  column("Agent", ".spec.agent.type"),
  column("Phase", ".status.phase"),
  column("Reason", ".status.reason"),
  column("Age", ".metadata.creationTimestamp", { type: "date" }),
  column("Node", ".status.pod.node", WIDE),
  column("Pod", ".status.pod.name", WIDE),
  column("Pooled", ".status.pod.pooled", { ...WIDE, type: "boolean" }),
  column("Isolated", '.status.conditions[?(@.type=="Isolated")].status', WIDE),
  column("Timeout", ".spec.agent.timeout", WIDE),
];
