import { environmentCrd, readOne } from "@catalyst/kubernetes";
import { z } from "zod";
import { type Finding, failed, ok } from "../../doctor/finding.ts";
import type { ClusterTarget } from "./cluster-target.ts";

const RESOURCE = { group: "apiextensions.k8s.io", version: "v1", plural: "customresourcedefinitions" };
const Definition = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({ versions: z.array(z.object({ name: z.string(), served: z.boolean() })) }),
});

/** Whether Environments are defined, and are ours. */
export async function checkDefinition({ connection }: ClusterTarget): Promise<Finding> {
  const { name } = environmentCrd().metadata;
  const found = await readOne(connection, { resource: RESOURCE, namespace: null, name });
  if (found === null) {
    return failed("definition", `There is no definition of Environment (${name}).`, "Install the chart: helm install");
  }
  const { metadata, spec } = Definition.parse(found);
  if (metadata.labels["app.kubernetes.io/part-of"] !== "catalyst") {
    return failed(
      "definition",
      `Environment (${name}) is another product's, which isn't overwritten.`,
      "Install Catalyst in another cluster, or remove that one first.",
    );
  }
  const served = spec.versions.filter((version) => version.served).map((version) => version.name);
  return ok("definition", `Environment ${served.join(", ")}`);
}
