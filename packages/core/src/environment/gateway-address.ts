import { z } from "zod";
import { ENVIRONMENT_PATHS } from "./environment-paths.ts";

/**
 * Where an environment's only peer is: at a socket that it was given, or at an address that answers with TLS. Then nothing is
 * asked of a DNS, and nobody is believed but who has a certificate of this authority for this name.
 */
export const GatewayAddress = z.union([
  z.strictObject({ socket: z.string().startsWith("/").max(107) }),
  z.strictObject({
    host: z.union([z.ipv4(), z.ipv6()]),
    port: z.int().min(1).max(65_535),
    /** The authority's certificate, in PEM. */
    ca: z
      .string()
      .startsWith("-----BEGIN CERTIFICATE-----")
      .max(64 * 1024),
    name: z.hostname().max(253),
  }),
]);
export type GatewayAddress = z.infer<typeof GatewayAddress>;

/** Where what comes over the port that agents and hooks use is let in: a socket has one beside it for that. */
export function agentAddressOf(gateway: GatewayAddress): GatewayAddress {
  return "socket" in gateway ? { socket: ENVIRONMENT_PATHS.agentSocket } : gateway;
}
