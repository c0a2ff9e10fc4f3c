import { listObjects, readOne, resourcePath } from "@catalyst/kubernetes";
import { z } from "zod";
import { type Finding, failed, ok } from "../../doctor/finding.ts";
import type { ClusterTarget } from "./cluster-target.ts";

const CLAIMS = { group: "", version: "v1", plural: "persistentvolumeclaims" };
const EVENTS = { group: "", version: "v1", plural: "events" };
/** As the chart's stateful set names its own. */
const OWN_CLAIM = "home-catalyst-0";
const Home = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        volumes: z
          .array(z.object({ name: z.string(), persistentVolumeClaim: z.object({ claimName: z.string() }).optional() }))
          .default([]),
      }),
    }),
  }),
});
const Claim = z.object({
  status: z.object({ phase: z.string(), capacity: z.object({ storage: z.string() }).optional() }),
});
const Event = z.object({ involvedObject: z.object({ name: z.string().default("") }), message: z.string().default("") });

/** Whether the home has its volume. */
export async function checkStorage({ connection, namespace }: ClusterTarget): Promise<Finding[]> {
  const workloads = { group: "apps", version: "v1", plural: "statefulsets" };
  const home = Home.safeParse(await readOne(connection, { resource: workloads, namespace, name: "catalyst" }));
  if (!home.success) {
    return [];
  }
  const volume = home.data.spec.template.spec.volumes.find(({ name }) => name === "home");
  const name = volume?.persistentVolumeClaim?.claimName ?? OWN_CLAIM;
  const claim = Claim.safeParse(await readOne(connection, { resource: CLAIMS, namespace, name }));
  if (!claim.success) {
    return [failed("storage", `There is no claim ${name} for the home.`, "Say one that is there: home.existingClaim")];
  }
  const { phase, capacity } = claim.data.status;
  if (phase === "Bound") {
    return [ok("storage", `the home has ${capacity?.storage ?? "its volume"} (${name})`)];
  }
  const path = resourcePath({ resource: EVENTS, namespace, name: null });
  const query = { fieldSelector: `involvedObject.name=${name}` };
  const { objects } = await listObjects({ connection, path, query });
  const said = objects.flatMap((object) => Event.safeParse(object).data?.message ?? []).at(-1);
  const reason = said ?? "nothing provides it";
  return [
    failed(
      "storage",
      `The home's claim ${name} is ${phase}: ${reason}`,
      "Say a class that provides one: home.storageClass",
    ),
  ];
}
