import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClusterAccess } from "./cluster-access.ts";

/** Where the kubelet puts what a pod is known by. */
const FOLDER = "/var/run/secrets/kubernetes.io/serviceaccount";
/** The kubelet puts another token there long before the former one ends. */
const FRESH_MILLISECONDS = 60_000;

/** What the kubelet tells a pod of the cluster's address: `KUBERNETES_SERVICE_HOST` and `_PORT`. */
export interface PodPlace {
  host: string;
  port: string;
  folder?: string;
  now?: () => number;
}

/** As the service account of the pod that this runs in. */
export async function accessFromPod({ host, port, folder = FOLDER, now = Date.now }: PodPlace): Promise<ClusterAccess> {
  let token = "";
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    address: `https://${host.includes(":") ? `[${host}]` : host}:${port}`,
    authority: await readFile(join(folder, "ca.crt"), "utf8"),
    certificate: null,
    async headers() {
      if (now() - readAt >= FRESH_MILLISECONDS) {
        token = (await readFile(join(folder, "token"), "utf8")).trim();
        readAt = now();
      }
      return { authorization: `Bearer ${token}` };
    },
  };
}
