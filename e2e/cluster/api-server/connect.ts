import { type ClusterConnection, connectCluster } from "@catalyst/kubernetes";
import type { ClusterPerson } from "./cluster-people.ts";
import type { Cluster } from "./start-cluster.ts";

/** Speaks to the cluster as one of those that it knows; `as`: the admin acts as that one, by the cluster's own means. */
export function connectAs(cluster: Cluster, person: ClusterPerson, as: string | null = null): ClusterConnection {
  return connectCluster({
    address: cluster.address,
    authority: cluster.authority,
    certificate: null,
    headers: async () => ({
      authorization: `Bearer ${cluster.tokens[person]}`,
      ...(as === null ? {} : { "impersonate-user": as }),
    }),
  });
}
