import { LABELS } from "@catalyst/kubernetes";
import type { StandingPolicy } from "./standing.ts";

/** Where the gateway is, for policies: its pods, and the addresses of its service. */
export interface GatewayPeer {
  namespace: string;
  podLabels: Readonly<Record<string, string>>;
  addresses: readonly string[];
  port: number;
}

/** The labels of every environment's pod, which the policies know them by. */
export const POD_LABELS = { [LABELS.component]: "environment" };

/**
 * Nothing reaches a pod, and a pod reaches the gateway alone: its pods and its service's addresses, as engines differ in which of the two they
 * look at. Each word that Kubernetes would fill in is said, so that what stands there can be compared.
 */
export function buildPolicies(
  namespace: string,
  gateway: GatewayPeer,
): [denyAll: StandingPolicy, toGateway: StandingPolicy] {
  const policy = (name: string, spec: StandingPolicy["spec"]) => ({
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: {
      ...{ name, namespace },
      labels: { "app.kubernetes.io/managed-by": "catalyst-operator" },
    },
    spec,
  });
  const ports = [{ protocol: "TCP", port: gateway.port }];
  const pods = {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": gateway.namespace } },
    podSelector: { matchLabels: gateway.podLabels },
  };
  const blocks = gateway.addresses.map((address) => ({ ipBlock: { cidr: `${address}/${isV6(address) ? 128 : 32}` } }));
  return [
    policy("catalyst-deny-all", { podSelector: {}, policyTypes: ["Ingress", "Egress"] }),
    policy("catalyst-environment-to-gateway", {
      podSelector: { matchLabels: POD_LABELS },
      // A rule that names no peer would let through to all.
      egress: [{ ports, to: [pods] }, ...(blocks.length === 0 ? [] : [{ ports, to: blocks }])],
      policyTypes: ["Egress"],
    }),
  ];
}

function isV6(address: string): boolean {
  return address.includes(":");
}
