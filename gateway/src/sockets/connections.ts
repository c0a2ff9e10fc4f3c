import type { Duplex } from "node:stream";
import type { Grant } from "@catalyst/core";

/** The open connections over one socket. */
export interface Connections {
  /** One of which nothing is known yet. There are a few of these at a time: the oldest makes room. */
  add(socket: Duplex): void;
  /** A live token came over it, so it stays. False when too many stay for that token already. */
  keep(socket: Duplex, grant: Pick<Grant, "tokenHash">): boolean;
  count(): number;
  destroy(): void;
}

interface Limits {
  /** Connections over which no live token came yet. */
  concurrentStrangers: number;
  /** Connections that stay, for each token. */
  concurrentConnections: number;
}

/**
 * Counts by token, so that an agent can't take the runner's room, and lets the newest stranger in rather than the oldest: who
 * has a token shows it at once.
 */
export function createConnections({ concurrentStrangers, concurrentConnections }: Limits): Connections {
  const strangers = new Set<Duplex>();
  /** By the hash of the token that came over each. */
  const kept = new Map<Duplex, string>();
  return {
    add(socket) {
      const [oldest] = strangers;
      if (oldest !== undefined && strangers.size >= concurrentStrangers) {
        strangers.delete(oldest);
        oldest.destroy();
      }
      strangers.add(socket);
      socket.once("close", () => {
        strangers.delete(socket);
        kept.delete(socket);
      });
    },
    keep(socket, { tokenHash }) {
      if (socket.destroyed || kept.get(socket) === tokenHash) {
        return true;
      }
      const others = [...kept.values()].filter((other) => other === tokenHash);
      if (others.length >= concurrentConnections) {
        return false;
      }
      strangers.delete(socket);
      kept.set(socket, tokenHash);
      return true;
    },
    count: () => strangers.size + kept.size,
    destroy() {
      for (const socket of [...strangers, ...kept.keys()]) {
        socket.destroy();
      }
    },
  };
}
