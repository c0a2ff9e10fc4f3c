import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { GatewayDeps } from "../gateway-deps.ts";
import { openPodDoor } from "./door/open-pod-door.ts";
import { createPodPeers, type PodPeer } from "./door/pod-peers.ts";
import { createIdentityCheck } from "./identity/check-identity.ts";
import { createTokenCheck } from "./identity/verify-token.ts";
import { type Canary, openCanary } from "./isolation/open-canary.ts";
import { createHeardPods } from "./operator/heard-pods.ts";
import { openOperatorDoor } from "./operator/open-operator-door.ts";
import type { PodDoorConfig } from "./pod-door-config.ts";
import type { PodService } from "./pod-service.ts";
import { createBindingWaits } from "./wait-for-binding.ts";

export interface PodPorts {
  door: number;
  canary: number;
  /** null: the operator isn't told anything. */
  operator: number | null;
}

export interface ServedPods {
  service: PodService;
  ports: PodPorts;
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
  const heard = createHeardPods();
  const verify = createTokenCheck({ keysFile: config.identityKeysFile, issuer: config.identityIssuer });
  const opened: { close(): Promise<unknown> }[] = [waits];
  const open = async <T extends { close(): Promise<unknown> }>(opening: Promise<T>): Promise<T> => {
    const one = await opening.catch(async (error: unknown) => {
      await Promise.all(opened.map((other) => other.close()));
      throw error;
    });
    opened.push(one);
    return one;
  };
  const canary: Canary = await open(openCanary(config.canaryPort, { jobs, peers, log }));
  const onConnection = (socket: Duplex, peer: PodPeer) => {
    known.set(socket, peer);
    deps.onConnection(socket, peer);
  };
  const door = await open(openPodDoor(config, { ...deps, peers, onConnection }));
  const operator =
    config.operator === null
      ? null
      : await open(openOperatorDoor({ ...config, ...config.operator }, { jobs, heard, verify, log }));
  const ports = { door: door.port, canary: canary.port, operator: operator?.port ?? null };
  log.info({ ports }, "open for pods");
  return {
    service: {
      checkIdentity: createIdentityCheck(verify),
      ...{ waits, heard, canary },
      peerOf: ({ socket }: IncomingMessage) => known.get(socket) ?? null,
    },
    ports,
    close: async () => void (await Promise.all(opened.map((one) => one.close()))),
    cut: door.cut,
  };
}
