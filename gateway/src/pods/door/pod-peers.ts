import type { GatewayLimits } from "../../limits/gateway-limits.ts";
import { createTokenBucket, type TokenBucket } from "../../limits/token-bucket.ts";
import { createPeer, type Peer } from "../../sockets/peer.ts";

const PAUSE_MILLISECONDS = 1000;
/** Longer than any bucket takes to fill: who comes back then is as new as it was. */
const FORGET_AFTER_MILLISECONDS = 10 * 60 * 1000;

export interface PodPeer extends Peer {
  /** New connections. */
  accepted: TokenBucket;
  /** What is asked without a token. */
  questions: TokenBucket;
  /** The ports of connections over which TLS isn't spoken yet, beside the others. */
  handshakes: Set<number>;
  pausedUntil: number;
  seenAt: number;
}

export interface PodPeers {
  /** Who connects from this address. */
  of(address: string): PodPeer;
  /** Whether anybody connected from there lately. */
  has(address: string): boolean;
  count(): number;
  destroy(): void;
}

/** One for each address: what one pod does uses up nothing of another one's. */
export function createPodPeers({ limits, now }: { limits: GatewayLimits; now(): Date }): PodPeers {
  const peers = new Map<string, PodPeer>();
  const milliseconds = () => now().getTime();
  const create = (address: string): PodPeer => {
    const pause = () => {
      peer.pausedUntil = milliseconds() + PAUSE_MILLISECONDS;
    };
    const peer: PodPeer = {
      ...createPeer({ podAddress: address }, { limits, now, pause }),
      accepted: createTokenBucket(limits.connections, milliseconds),
      questions: createTokenBucket(limits.podQuestions, milliseconds),
      ...{ handshakes: new Set<number>(), pausedUntil: 0, seenAt: milliseconds() },
    };
    return peer;
  };
  return {
    of(address) {
      const peer = peers.get(address) ?? create(address);
      peer.seenAt = milliseconds();
      // The map is in the order of last sight.
      peers.delete(address);
      peers.set(address, peer);
      forgetIdle(peers, milliseconds());
      return peer;
    },
    has: (address) => peers.has(address),
    count: () => peers.size,
    destroy() {
      for (const { connections } of peers.values()) {
        connections.destroy();
      }
    },
  };
}

function forgetIdle(peers: Map<string, PodPeer>, now: number): void {
  for (const [address, peer] of peers) {
    if (now - peer.seenAt < FORGET_AFTER_MILLISECONDS) {
      return;
    }
    if (peer.connections.count() + peer.handshakes.size === 0) {
      peers.delete(address);
    }
  }
}
