import { createServer, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import type { Logger } from "pino";
import type { GatewayLimits } from "../../limits/gateway-limits.ts";
import { connectionShare } from "../../sockets/connection-share.ts";
import type { PodDoorConfig } from "../pod-door-config.ts";
import { readCertificate } from "./follow-certificate.ts";
import { type OpenPort, openPort } from "./open-port.ts";
import type { PodPeer, PodPeers } from "./pod-peers.ts";
import { readAddress } from "./read-address.ts";

/** For the queue in the kernel: environments begin in bursts. */
const BACKLOG = 511;

export interface PodDoorDeps {
  peers: PodPeers;
  limits: GatewayLimits;
  onConnection(socket: TLSSocket, peer: PodPeer): void;
  now(): Date;
  log: Logger;
}

export interface PodDoor extends OpenPort {
  /** Ends the open connections. */
  cut(): void;
}

/**
 * What pods connect to: TLS, as between nodes of a cluster nothing else keeps source code and tokens to themselves. Each
 * address has limits of its own, before the costly beginning of TLS and after it.
 */
export async function openPodDoor(
  config: Pick<PodDoorConfig, "port" | "certFile" | "keyFile">,
  deps: PodDoorDeps,
): Promise<PodDoor> {
  const first = await readCertificate(config);
  const { limits, peers } = deps;
  const tls = createTlsServer(
    { ...first, minVersion: "TLSv1.3", allowHalfOpen: true, handshakeTimeout: limits.headerSeconds * 1000 },
    (socket) => {
      const peer = peers.of(readAddress(socket.remoteAddress));
      peer.handshakes.delete(socket.remotePort ?? 0);
      peer.connections.add(socket);
      deps.onConnection(socket, peer);
    },
  );
  // A handshake that fails is the other side's matter, and could be told without end.
  tls.on("tlsClientError", (_error, socket) => socket.destroy());
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on("error", () => undefined);
    if (admit(socket, deps)) {
      tls.emit("connection", socket);
    } else {
      socket.resetAndDestroy();
    }
  });
  const listen = { port: config.port, backlog: BACKLOG };
  const opened = await openPort(server, { listen, whom: "pods", tls, files: config, first, log: deps.log });
  return { ...opened, cut: () => peers.destroy() };
}

function admit(socket: Socket, { peers, limits, now }: PodDoorDeps): boolean {
  const peer = peers.of(readAddress(socket.remoteAddress));
  const mostOfOne = Math.min(
    connectionShare(peers.count()),
    limits.concurrentStrangers + 2 * limits.concurrentConnections,
  );
  const isPaused = now().getTime() < peer.pausedUntil;
  if (isPaused || peer.connections.count() + peer.handshakes.size >= mostOfOne) {
    return false;
  }
  if (peer.accepted.take(1) > 0) {
    peer.pausedUntil = now().getTime() + 1000;
    return false;
  }
  countHandshake(socket, peer, limits);
  return true;
}

/** Whoever begins and never speaks has its place for a moment only. */
function countHandshake(socket: Socket, { handshakes }: PodPeer, { headerSeconds }: GatewayLimits): void {
  const port = socket.remotePort ?? 0;
  handshakes.add(port);
  const timer = setTimeout(() => handshakes.delete(port), headerSeconds * 1000).unref();
  socket.once("close", () => {
    clearTimeout(timer);
    handshakes.delete(port);
  });
}
