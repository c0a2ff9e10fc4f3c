import type { Duplex } from "node:stream";
import type { Grant } from "@catalyst/core";

/** The open connections of one environment. */
export interface Connections {
  /** One of which nothing is known yet. There are a few of these at a time: the oldest makes room. */
  add(socket: Duplex): void;
  /** A live token came over it, so it stays. False when too many stay for that token already. */
  keep(socket: Duplex, grant: KeptBy): boolean;
  count(): number;
  destroy(): void;
  /** All but those that the runner's token keeps. */
  destroyAgents(): void;
}

type KeptBy = Pick<Grant, "tokenHash" | "holder">;

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
  const kept = new Map<Duplex, KeptBy>();
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
    keep(socket, { tokenHash, holder }) {
      if (socket.destroyed || kept.get(socket)?.tokenHash === tokenHash) {
        return true;
      }
      const others = [...kept.values()].filter((other) => other.tokenHash === tokenHash);
      if (others.length >= concurrentConnections) {
        return false;
      }
      strangers.delete(socket);
      kept.set(socket, { tokenHash, holder });
      return true;
    },
    count: () => strangers.size + kept.size,
    destroy: () => destroyAll([...strangers, ...kept.keys()]),
    destroyAgents() {
      const agents = [...kept].filter(([, { holder }]) => holder === "agent").map(([socket]) => socket);
      destroyAll([...strangers, ...agents]);
    },
  };
}

function destroyAll(sockets: Duplex[]): void {
  for (const socket of sockets) {
    socket.destroy();
  }
}
