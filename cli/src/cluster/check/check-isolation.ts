import { ClusterFault, readOne, tryByHand } from "@catalyst/kubernetes";
import { z } from "zod";
import { type Finding, failed, ok } from "../../doctor/finding.ts";
import type { ClusterTarget } from "./cluster-target.ts";
import { readSettings } from "./read-settings.ts";

const Ready = z.object({ status: z.object({ readyReplicas: z.int().positive() }) });
/** What an environment's end means for whoever set the cluster up. */
const REMEDIES: Readonly<Record<string, string>> = {
  PolicyNotEnforced:
    "Have the cluster's network engine enforce NetworkPolicies: docs/guide/kubernetes.md names which do",
  GatewayUnreachable:
    "Let pods reach the gateway's service: network policies of catalyst-system, addresses of services",
  CanaryUnavailable: "Wait until a gateway is ready, and let the operator reach its port 8444",
  PrivilegeLeft: "Let nothing give environments' pods rights: the message names which",
  AdmissionDenied: "Let namespaces catalyst-env-* have pods of the profile restricted",
  QuotaExceeded: "Raise environments.quota, or wait until others have ended",
  Unschedulable: "Give nodes that have room, or a class that fits them: environments.classes",
  ImageNotFound: "Push the image where nodes find it: npm run images",
  ImageUnauthorized: "Name the secret that nodes pull with: environments.classes.<class>.imagePullSecrets",
};

/**
 * Whether an environment comes to be isolated, really tried, for each class and each agent: nodes pull their images, the policies hold, and the gateway is
 * reached from the pod.
 */
export async function checkIsolation(target: ClusterTarget): Promise<Finding[]> {
  const { connection, namespace } = target;
  const operators = { resource: { group: "apps", version: "v1", plural: "deployments" }, name: "catalyst-operator" };
  if (!Ready.safeParse(await readOne(connection, { ...operators, namespace })).success) {
    return [failed("isolation", "It wasn't tried: no operator is ready, which would make an environment.", null)];
  }
  const settings = await readSettings(target);
  if (settings === null) {
    return [
      failed(
        "isolation",
        "The operator's settings (catalyst-operator) can't be read.",
        "Install the chart: helm install",
      ),
    ];
  }
  const agents = Object.keys(settings.images.agents);
  if (agents.length === 0) {
    return [failed("isolation", "No agent is there on this cluster.", "Name one's image: environments.agents")];
  }
  const classes = Object.keys(settings.classes).filter((name) => name !== "default");
  const trials = [
    ...agents.map((agent) => ({ agent, className: "default" })),
    ...classes.map((className) => ({ agent: agents[0] ?? "", className })),
  ];
  return await Promise.all(trials.map((trial) => tryOne(target, trial)));
}

async function tryOne(
  { connection, namespace }: ClusterTarget,
  { agent, className }: { agent: string; className: string },
): Promise<Finding> {
  const what = className === "default" ? agent : `${agent} in class ${className}`;
  try {
    const tried = await tryByHand({ connection, namespace, agent, className });
    if (tried.isProven) {
      const facts = tried.facts.length === 0 ? "" : ` (${tried.facts.join("; ")})`;
      return ok("isolation", `${what}: a pod reached the gateway and nobody else${facts}`);
    }
    return failed("isolation", `${what}: ${tried.message} (${tried.reason})`, REMEDIES[tried.reason] ?? null);
  } catch (cause) {
    if (cause instanceof ClusterFault) {
      return failed("isolation", `${what}: no environment can be made: ${cause.message}`, null);
    }
    throw cause;
  }
}
