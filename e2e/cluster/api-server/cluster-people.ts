import { randomUUID } from "node:crypto";

/** The node, where there is a real one. */
export const NODE_NAME = "node-1";

/** Whom the cluster knows by a token, beside the service accounts that it makes itself. */
const CLUSTER_PEOPLE = {
  /** May do everything, also act as somebody else. */
  admin: { name: "admin", group: "system:masters" },
  /** May do what the controllers of Kubernetes do. */
  controllers: { name: "controllers", group: "system:masters" },
  /** Is known, and may do nothing but what everybody may. */
  nobody: { name: "nobody", group: "" },
  // What Kubernetes itself knows by these names, with the rights that it gives them.
  scheduler: { name: "system:kube-scheduler", group: "" },
  proxy: { name: "system:kube-proxy", group: "" },
  node: { name: `system:node:${NODE_NAME}`, group: "system:nodes" },
} as const;
export type ClusterPerson = keyof typeof CLUSTER_PEOPLE;

/** A token for each of them. */
export type ClusterTokens = Readonly<Record<ClusterPerson, string>>;

export function makeTokens(): ClusterTokens {
  const people = Object.keys(CLUSTER_PEOPLE) as ClusterPerson[];
  return Object.fromEntries(people.map((person) => [person, randomUUID()])) as ClusterTokens;
}

/** The file in which the API server reads who has which token. */
export function tellTokens(tokens: ClusterTokens): string {
  return Object.entries(CLUSTER_PEOPLE)
    .map(([person, { name, group }]) => `${tokens[person as ClusterPerson]},${name},${name},"${group}"\n`)
    .join("");
}
