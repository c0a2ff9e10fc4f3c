import { randomUUID } from "node:crypto";

/** Whom the cluster knows by a token, beside the service accounts that it makes itself. */
const CLUSTER_PEOPLE = {
  /** May do everything, also act as somebody else. */
  admin: "system:masters",
  /** May do what the controllers of Kubernetes do. */
  controllers: "system:masters",
  /** Is known, and may do nothing but what everybody may. */
  nobody: "",
} as const;
export type ClusterPerson = keyof typeof CLUSTER_PEOPLE;

/** A token for each of them. */
export type ClusterTokens = Readonly<Record<ClusterPerson, string>>;

export function makeTokens(): ClusterTokens {
  return { admin: randomUUID(), controllers: randomUUID(), nobody: randomUUID() };
}

/** The file in which the API server reads who has which token. */
export function tellTokens(tokens: ClusterTokens): string {
  return Object.entries(CLUSTER_PEOPLE)
    .map(([name, group]) => `${tokens[name as ClusterPerson]},${name},${name},"${group}"\n`)
    .join("");
}
