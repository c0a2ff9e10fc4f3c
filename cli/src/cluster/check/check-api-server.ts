import { ClusterFault } from "@catalyst/kubernetes";
import { z } from "zod";
import { type Finding, failed, ok } from "../../doctor/finding.ts";
import type { ClusterTarget } from "./cluster-target.ts";

/** The first of which all is there that an installation takes: rules of admission, native sidecars' order, quantities in rules. */
const FIRST_MINOR = 30;
const Version = z.object({ major: z.string(), minor: z.string(), gitVersion: z.string() });

/** Whether the cluster answers whoever asks, and is new enough. */
export async function checkApiServer({ connection, address }: ClusterTarget): Promise<Finding> {
  try {
    const { major, minor, gitVersion } = Version.parse(await connection.send({ method: "GET", path: "/version" }));
    const isOld = Number(major) === 1 && Number.parseInt(minor, 10) < FIRST_MINOR;
    return isOld
      ? failed("cluster", `It has Kubernetes ${gitVersion}, and Catalyst needs 1.${FIRST_MINOR} or later.`, null)
      : ok("cluster", `Kubernetes ${gitVersion} at ${address}`);
  } catch (cause) {
    return failed("cluster", describeFault(cause, address), remedyFor(cause));
  }
}

function describeFault(cause: unknown, address: string): string {
  if (!(cause instanceof ClusterFault)) {
    return `What answers at ${address} is no API server.`;
  }
  return cause.kind === "unauthorized"
    ? `The API server at ${address} doesn't know who asks: ${cause.message}`
    : `Asking the API server at ${address} failed: ${cause.message}`;
}

function remedyFor(cause: unknown): string {
  return cause instanceof ClusterFault && cause.kind === "unauthorized"
    ? "Sign in to the cluster anew, or name another kubeconfig: --kubeconfig FILE"
    : "Name the cluster's kubeconfig: --kubeconfig FILE";
}
