import { customResource } from "../custom-resource.ts";
import { POOL_KIND, POOL_PLURAL } from "../names.ts";
import { EnvironmentPoolSpec, EnvironmentPoolStatus } from "./pool-resource.ts";

/** The definition of pools, made from the schema by which we read them. */
export function environmentPoolCrd() {
  return customResource({
    names: {
      ...{ kind: POOL_KIND, listKind: `${POOL_KIND}List`, plural: POOL_PLURAL, singular: "environmentpool" },
      ...{ shortNames: ["envpool", "envpools"], categories: ["catalyst"] },
    },
    subresources: {
      status: {},
      // Whatever scales other things scales it, too.
      scale: {
        specReplicasPath: ".spec.replicas",
        statusReplicasPath: ".status.replicas",
        labelSelectorPath: ".status.selector",
      },
    },
    columns: COLUMNS,
    ...{ spec: EnvironmentPoolSpec, status: EnvironmentPoolStatus },
  });
}

const column = (name: string, jsonPath: string, type = "string") => ({ name, type, jsonPath });
const healthy = (field: string) => `.status.conditions[?(@.type=="Healthy")].${field}`;
const COLUMNS = [
  column("Project", ".spec.project"),
  column("Agent", ".spec.agent.type"),
  column("Wanted", ".spec.replicas", "integer"),
  column("Ready", ".status.ready", "integer"),
  column("Claimed", ".status.claimed", "integer"),
  column("Healthy", healthy("status")),
  column("Reason", healthy("reason")),
  column("Age", ".metadata.creationTimestamp", "date"),
  { ...column("Message", healthy("message")), priority: 1 },
];
