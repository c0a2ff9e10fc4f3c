import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { GatewayDeps } from "../gateway-deps.ts";
import { openPodDoor } from "./door/open-pod-door.ts";
import { createPodPeers, type PodPeer } from "./door/pod-peers.ts";
import { createIdentityCheck } from "./identity/check-identity.ts";
import { type Canary, openCanary } from "./isolation/open-canary.ts";
import type { PodDoorConfig } from "./pod-door-config.ts";
import type { PodService } from "./pod-service.ts";
import { createBindingWaits } from "./wait-for-binding.ts";

export interface ServedPods {
  service: PodService;
  ports: { door: number; canary: number };
  /** Takes no new connections; resolves when the open ones have ended. */
  close(): Promise<void>;
  cut(): void;
}

type Deps = Pick<GatewayDeps, "environmentJobs" | "limits" | "now" | "log"> & {
  onConnection(socket: Duplex, peer: PodPeer): void;
};

/** Lets pods in over TLS, and keeps a canary beside that which none may reach. */
export async function servePods(config: PodDoorConfig, deps: Deps): Promise<ServedPods> {
  const { environmentJobs: jobs, log } = deps;
  const peers = createPodPeers(deps);
  const known = new WeakMap<Duplex, PodPeer>();
  const waits = createBindingWaits(jobs);
  const canary: Canary = await openCanary(config.canaryPort, { jobs, peers, log });
  const onConnection = (socket: Duplex, peer: PodPeer) => {
    known.set(socket, peer);
    deps.onConnection(socket, peer);
  };
  const door = await openPodDoor(config, { ...deps, peers, onConnection }).catch(async (error: unknown) => {
    await canary.close();
    throw error;
  });
  log.info({ port: door.port, canaryPort: canary.port }, "open for pods");
  return {
    service: {
      checkIdentity: createIdentityCheck({ keysFile: config.identityKeysFile, issuer: config.identityIssuer }),
      waits,
      canary,
      peerOf: ({ socket }: IncomingMessage) => known.get(socket) ?? null,
    },
    ports: { door: door.port, canary: canary.port },
    close: async () => void (await Promise.all([door.close(), canary.close(), waits.close()])),
    cut: door.cut,
  };
}
