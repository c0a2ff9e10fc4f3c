import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { CatalystError } from "@catalyst/core";
import type { Logger } from "pino";
import type { GatewayLimits } from "../../limits/gateway-limits.ts";
import { connectionShare } from "../../sockets/connection-share.ts";
import type { PodDoorConfig } from "../pod-door-config.ts";
import { followCertificate, readCertificate } from "./follow-certificate.ts";
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

export interface PodDoor {
  port: number;
  /** Takes no new connections; resolves when the open ones have ended. */
  close(): Promise<void>;
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
  await listen(server, config.port);
  const stopFollowing = followCertificate(tls, config, { first, log: deps.log });
  return {
    port: (server.address() as { port: number }).port,
    close: () =>
      new Promise((resolve) => {
        stopFollowing();
        server.close(() => resolve());
      }),
    cut: () => peers.destroy(),
  };
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

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(new CatalystError("conflict", `Listening for pods on port ${port} failed (${cause.code}).`, { cause })),
    );
    server.listen({ port, backlog: BACKLOG }, resolve);
  });
  // A lack of descriptors, for example, passes.
  server.on("error", () => undefined);
}
