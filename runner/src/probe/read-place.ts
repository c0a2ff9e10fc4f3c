import { GatewayAddress } from "@catalyst/core";
import { z } from "zod";
import { type Target, Targets } from "../pod/target.ts";

/** Somebody whom everybody can reach who can reach anybody. */
const PUBLIC = "1.1.1.1:443,[2606:4700:4700::1111]:443";

const Variables = z.object({
  CATALYST_GATEWAY: Targets,
  CATALYST_GATEWAY_NAME: z.string(),
  CATALYST_GATEWAY_CA: z.string(),
  CATALYST_CANARY: Targets,
  CATALYST_DENIED: Targets.default([]),
  CATALYST_PUBLIC: Targets.prefault(PUBLIC),
  /** Another environment, where there is one. */
  CATALYST_SIBLING: Targets.default([]),
  POD_IP: z.union([z.ipv4(), z.ipv6()]),
  HOST_IP: z.union([z.ipv4(), z.ipv6()]),
});

export interface ProbePlace {
  gateways: GatewayAddress[];
  canaries: Target[];
  /** Who must not be reached either. */
  denied: Target[];
  podIp: string;
}

/** Where credentials of clouds' machines are told to whoever asks. */
const METADATA = ["169.254.169.254", "fd00:ec2::254", "168.63.129.16", "100.100.100.200"];
const METADATA_PORT = 80;
/** The kubelet's, ssh, etcd's, and what measures nodes. */
const NODE_PORTS = [10_250, 10_255, 22, 2379, 9100];
const ROUTER_PORTS = [22, 53, 80, 443];

export function readProbePlace(env: NodeJS.ProcessEnv, routes: string): ProbePlace {
  const found = Variables.parse(env);
  const { CATALYST_GATEWAY_CA: ca, CATALYST_GATEWAY_NAME: name, HOST_IP, POD_IP } = found;
  const tcp = (host: string, ...ports: number[]): Target[] =>
    ports.map((port): Target => ({ protocol: "tcp", host, port }));
  return {
    gateways: found.CATALYST_GATEWAY.map(({ host, port }) => GatewayAddress.parse({ host, port, ca, name })),
    canaries: found.CATALYST_CANARY,
    denied: [
      ...[...found.CATALYST_DENIED, ...found.CATALYST_PUBLIC],
      // Its address may have become this pod's own meanwhile.
      ...found.CATALYST_SIBLING.filter(({ host }) => host !== POD_IP),
      ...METADATA.flatMap((host) => tcp(host, METADATA_PORT)),
      ...tcp(HOST_IP, ...NODE_PORTS),
      ...routersOf(routes).flatMap((host) => tcp(host, ...ROUTER_PORTS)),
    ],
    podIp: POD_IP,
  };
}

/** Where the pod's packets go first, from `/proc/net/route`, whose addresses are in the machine's own order of bytes. */
function routersOf(routes: string): string[] {
  const lines = routes.trim().split("\n").slice(1);
  const routers = lines.flatMap((line) => {
    const [, destination, router = ""] = line.split("\t");
    return destination === "00000000" && /^[0-9A-F]{8}$/.test(router) && router !== "00000000" ? [router] : [];
  });
  return [...new Set(routers)].map((router) => [...Buffer.from(router, "hex")].reverse().join("."));
}
