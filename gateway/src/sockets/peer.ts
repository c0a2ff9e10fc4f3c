import type { GatewayLimits } from "../limits/gateway-limits.ts";
import { createTokenBucket, type TokenBucket } from "../limits/token-bucket.ts";
import { type Connections, createConnections } from "./connections.ts";

/** Who is at the other end of a connection, as the socket tells that it came over: nothing that is sent can change it. */
export interface Peer {
  /** The name of an environment's folder; null: it didn't come over an environment's socket. */
  environment: string | null;
  /** Where a pod connects from, through the door for pods; both null: a process of the machine's owner, over the gateway's own socket. */
  podAddress: string | null;
  connections: Connections;
  /** Audit events of tokens that are another environment's. */
  misplacedTokens: TokenBucket;
  /** Ends all its connections, and takes no new ones for a moment. */
  shutOut(): void;
}

interface PeerDeps {
  limits: GatewayLimits;
  now(): Date;
  /** Takes no new connections for a moment. */
  pause(): void;
}

export function createPeer(
  { environment = null, podAddress = null }: Partial<Pick<Peer, "environment" | "podAddress">>,
  { limits, now, pause }: PeerDeps,
): Peer {
  const connections = createConnections(limits);
  return {
    environment,
    podAddress,
    connections,
    misplacedTokens: createTokenBucket(limits.misplacedTokens, () => now().getTime()),
    shutOut() {
      connections.destroy();
      pause();
    },
  };
}
