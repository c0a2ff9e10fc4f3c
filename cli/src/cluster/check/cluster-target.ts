import { homedir } from "node:os";
import { join } from "node:path";
import { CatalystError } from "@catalyst/core/apart";
import { accessFromKubeconfig, type ClusterConnection, connectCluster } from "@catalyst/kubernetes";

/** Which installation is looked at. */
export interface ClusterTarget {
  connection: ClusterConnection;
  /** `https://host:port` */
  address: string;
  /** Of the installation. */
  namespace: string;
}

export interface ClusterOptions {
  /** null: the user's own. */
  kubeconfig: string | null;
  context: string | null;
  namespace: string;
}

/** Throws `invalid_input` for a kubeconfig that can't be read. */
export async function openCluster({ kubeconfig, context, namespace }: ClusterOptions): Promise<ClusterTarget> {
  const path = kubeconfig ?? join(homedir(), ".kube", "config");
  const access = await accessFromKubeconfig(path, context).catch((cause: Error) => {
    throw new CatalystError("invalid_input", `${cause.message}. Name another one: --kubeconfig FILE`, { cause });
  });
  return { connection: connectCluster(access), address: access.address, namespace };
}
