import { listObjects, readOne, resourcePath } from "@catalyst/kubernetes";
import { z } from "zod";
import { type Finding, failed, limited, ok } from "../../doctor/finding.ts";
import type { ClusterTarget } from "./cluster-target.ts";
import { describePod, PodState } from "./describe-pod.ts";

const PARTS = [
  { what: "servers", plural: "deployments", name: "catalyst-server", component: "server" },
  { what: "worker and gateway", plural: "statefulsets", name: "catalyst", component: "gateway" },
  { what: "operators", plural: "deployments", name: "catalyst-operator", component: "operator" },
] as const;
const Workload = z.object({
  spec: z.object({ replicas: z.int().default(1) }),
  status: z.object({ readyReplicas: z.int().default(0) }).prefault({}),
});

/** Whether each process of the installation is there and ready, and why one isn't. */
export async function checkParts({ connection, namespace }: ClusterTarget): Promise<Finding[]> {
  const path = resourcePath({ resource: { group: "", version: "v1", plural: "pods" }, namespace, name: null });
  const { objects } = await listObjects({ connection, path });
  const pods = objects.flatMap((object) => PodState.safeParse(object).data ?? []);
  const componentOf = ({ metadata }: PodState) => metadata.labels["app.kubernetes.io/component"];
  const parts = await Promise.all(
    PARTS.map(async ({ what, plural, name, component }) => {
      const place = { resource: { group: "apps", version: "v1", plural }, namespace, name };
      const workload = await readOne(connection, place);
      if (workload === null) {
        return failed("parts", `There are no ${what} in ${namespace}.`, "Install the chart there: helm install");
      }
      const own = pods.filter((pod) => componentOf(pod) === component);
      return judgePart(what, Workload.parse(workload), own);
    }),
  );
  return [...judgeMigration(pods.filter((pod) => componentOf(pod) === "migrate")), ...parts];
}

/** It is before everything else: where it fails nothing else is there. */
function judgeMigration(pods: PodState[]): Finding[] {
  const reason = pods.map(describePod).find((sentence) => sentence !== null);
  return reason === undefined
    ? []
    : [failed("parts", `The database's schema isn't brought up to date: ${reason}`, "Mend it, and install again")];
}

function judgePart(what: string, { spec, status }: z.infer<typeof Workload>, pods: PodState[]): Finding {
  const counted = `${status.readyReplicas} of ${spec.replicas} ${what} ready`;
  if (status.readyReplicas >= spec.replicas && spec.replicas > 0) {
    return ok("parts", counted);
  }
  const reason = pods.map(describePod).find((sentence) => sentence !== null) ?? "their pods say no reason yet";
  const say = status.readyReplicas > 0 ? limited : failed;
  return say("parts", `${counted}: ${reason}`, null);
}
