import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type ClusterConnection,
  ClusterFault,
  followResource,
  type ResourceCache,
  readOne,
  resourceCache,
  resourcePath,
} from "@catalyst/kubernetes";
import { z } from "zod";
import { KINDS } from "../cluster/kinds.ts";
import type { OperatorSettings } from "../settings/operator-settings.ts";

/** So often the canaries are knocked at; the gateway's own proof of having been knocked at is as old as that at most. */
const KNOCK_MILLISECONDS = 10_000;
const FRESH_MILLISECONDS = 30_000;
const CONNECT_MILLISECONDS = 2000;
const LOOK_MILLISECONDS = 2000;

const Service = z.object({ spec: z.object({ clusterIPs: z.array(z.string()).min(1) }) });
const Slice = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string().optional(), resourceVersion: z.string().optional() }),
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()),
        conditions: z.object({ ready: z.boolean().nullish(), serving: z.boolean().nullish() }).nullish(),
      }),
    )
    .nullish()
    .transform((endpoints) => endpoints ?? []),
});
type Slice = z.infer<typeof Slice>;

export interface FollowingGateway {
  connection: ClusterConnection;
  home: string;
  settings: OperatorSettings["gateway"];
  signal: AbortSignal;
  onFault: (fault: Error) => void;
  /** Whether somebody listens there; for tests. */
  knock?: (address: string, port: number) => Promise<boolean>;
}

export interface FollowedGateway {
  /** Of its service, as pods dial it. */
  serviceAddresses: readonly string[];
  /** Of its pods. */
  podAddresses(): string[];
  /** The canaries of its pods. */
  canaries(): string[];
  /** Whether one of them answered lately. */
  isCanaryListening(): boolean;
}

/** Waits until the gateway has a service, and follows where its pods are. `null`: the signal came before. */
export async function followGateway(following: FollowingGateway): Promise<FollowedGateway | null> {
  const { connection, home, settings, signal, onFault, knock = knockAt } = following;
  const serviceAddresses = await waitForService(following);
  if (serviceAddresses === null) {
    return null;
  }
  const slices = resourceCache<Slice>((object) => Slice.safeParse(object).data ?? null);
  const path = resourcePath({ resource: KINDS.endpointSlices, namespace: home, name: null });
  const query = { labelSelector: `kubernetes.io/service-name=${settings.service}` };
  void followResource({ connection, path, query, signal, onFault }, slices);
  const pods = () => podAddresses(slices);
  let heardAt = Number.NEGATIVE_INFINITY;
  void (async () => {
    while (!signal.aborted) {
      const heard = await Promise.all(pods().map((address) => knock(address, settings.canaryPort)));
      heardAt = heard.some(Boolean) ? performance.now() : heardAt;
      const pause = heard.some(Boolean) ? KNOCK_MILLISECONDS : LOOK_MILLISECONDS;
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    serviceAddresses,
    podAddresses: pods,
    canaries: () => pods().map((address) => hostPort(address, settings.canaryPort)),
    isCanaryListening: () => performance.now() - heardAt <= FRESH_MILLISECONDS,
  };
}

/** Until there is one: an installation makes both at the same time. */
async function waitForService({ connection, home, settings, signal, onFault }: FollowingGateway) {
  const place = { resource: KINDS.services, namespace: home, name: settings.service };
  while (!signal.aborted) {
    try {
      const service = Service.safeParse(await readOne(connection, place));
      if (service.success && !service.data.spec.clusterIPs.includes("None")) {
        return service.data.spec.clusterIPs;
      }
      onFault(new ClusterFault("not_found", `the service ${settings.service} has no address in ${home} yet`));
    } catch (cause) {
      onFault(cause as Error);
    }
    await sleep(LOOK_MILLISECONDS, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

function podAddresses(slices: ResourceCache<Slice>): string[] {
  const serving = slices
    .list()
    .flatMap(({ endpoints }) => endpoints.filter(({ conditions }) => conditions?.ready !== false));
  return [...new Set(serving.flatMap(({ addresses }) => addresses))].toSorted();
}

export function hostPort(address: string, port: number): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function knockAt(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_MILLISECONDS });
    const end = (isHeard: boolean) => {
      socket.destroy();
      resolve(isHeard);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}
