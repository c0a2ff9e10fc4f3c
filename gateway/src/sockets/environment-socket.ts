import { chmod, mkdir } from "node:fs/promises";
import type { Socket } from "node:net";
import { basename, join } from "node:path";
import { ENVIRONMENT_PATHS } from "@catalyst/core";
import type { GatewayLimits } from "../limits/gateway-limits.ts";
import { createTokenBucket } from "../limits/token-bucket.ts";
import { startPausingListener } from "./pausing-listener.ts";
import { createPeer, type Peer } from "./peer.ts";

export interface EnvironmentSocketDeps {
  limits: GatewayLimits;
  /** How many connections one socket of an environment may have of what this process may open. */
  share(): number;
  onConnection(socket: Socket, peer: Peer): void;
  onError(error: unknown): void;
  now(): Date;
}

/**
 * What listens for one environment alone: a socket for its runner's own requests, and one that the port leads to which agents
 * and hooks use. Each has limits of its own, so that nothing that comes over the one keeps the runner from reporting.
 */
export interface EnvironmentSocket {
  /** Takes no new connections; resolves when the open ones have ended. */
  close(): Promise<void>;
  /** Ends the open connections. */
  cut(): void;
}

/**
 * Listens in the environment's folder, which is made where it isn't there, and stays for as long as the environment lives,
 * as that has mounted it. An environment that connects too often finds nobody listening for a moment.
 */
export async function openEnvironmentSocket(
  { folder, name }: { folder: string; name: string },
  deps: EnvironmentSocketDeps,
): Promise<EnvironmentSocket> {
  await mkdir(folder, { recursive: true });
  // Environments run under accounts of their own: what keeps others away is the folder above.
  await chmod(folder, 0o755);
  const paths = [ENVIRONMENT_PATHS.gatewaySocket, ENVIRONMENT_PATHS.agentSocket];
  const sockets = await Promise.all(paths.map((path) => open({ path: join(folder, basename(path)), name }, deps)));
  return {
    close: async () => void (await Promise.all(sockets.map((socket) => socket.close()))),
    cut() {
      for (const socket of sockets) {
        socket.cut();
      }
    },
  };
}

async function open(
  { path, name }: { path: string; name: string },
  deps: EnvironmentSocketDeps,
): Promise<EnvironmentSocket> {
  const accepted = createTokenBucket(deps.limits.connections, () => deps.now().getTime());
  const listener = await startPausingListener({
    path,
    onError: deps.onError,
    onConnection(socket) {
      if (accepted.take(1) > 0) {
        socket.destroy();
        listener.pause();
      } else if (peer.connections.count() >= deps.share()) {
        socket.destroy();
      } else {
        peer.connections.add(socket);
        deps.onConnection(socket, peer);
      }
    },
  });
  const peer = createPeer({ environment: name }, { ...deps, pause: listener.pause });
  return { close: listener.close, cut: () => peer.connections.destroy() };
}
