import type { Server } from "node:net";
import { clientNetwork, plainAddress } from "../admission/plain-address.ts";
import { isLoopback } from "./public-address.ts";

export interface ConnectionLimit {
  maxOfOne: number;
  /** Stands for many. */
  isExempt(address: string): boolean;
}

/** Ends connections of an address that has as many open: one client alone can't take them all. */
export function limitConnections(server: Server, { maxOfOne, isExempt }: ConnectionLimit): void {
  const open = new Map<string, number>();
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "";
    if (isLoopback(plainAddress(address)) || isExempt(address)) {
      return;
    }
    const client = clientNetwork(address);
    const count = (open.get(client) ?? 0) + 1;
    if (count > maxOfOne) {
      socket.destroy();
      return;
    }
    open.set(client, count);
    socket.once("close", () => {
      const left = (open.get(client) ?? 1) - 1;
      if (left === 0) {
        open.delete(client);
      } else {
        open.set(client, left);
      }
    });
  });
}
