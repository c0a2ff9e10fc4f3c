/** Which pods a policy is about. */
export interface Selector {
  matchLabels?: Readonly<Record<string, string>>;
  matchExpressions?: unknown[];
}

/** A policy as it stands in the cluster. */
export interface StandingPolicy {
  metadata: { name: string; uid?: string; generation?: number };
  spec?: { podSelector?: Selector; ingress?: unknown[]; egress?: unknown[]; policyTypes?: unknown[] };
}

export interface StandingNamespace {
  metadata: {
    name: string;
    uid?: string;
    labels?: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
    deletionTimestamp?: string;
  };
  status?: { phase?: string };
}

export interface Standing {
  /** null: it isn't there. */
  namespace: StandingNamespace | null;
  policies: StandingPolicy[];
  /** Whether its account is there. */
  hasAccount: boolean;
}
