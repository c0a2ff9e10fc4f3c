import type { ClusterConnection } from "@catalyst/kubernetes";
import { type FollowedGateway, hostPort } from "../gateway/follow-gateway.ts";
import type { OperatorOptions } from "../operator-options.ts";
import type { OperatorSettings } from "./operator-settings.ts";

interface Known {
  connection: ClusterConnection;
  home: string;
  identity: string;
  settings: OperatorSettings;
  gateway: FollowedGateway;
  /** PEM, of the gateway's. */
  authority: string;
  signal: AbortSignal;
  onFault: OperatorOptions["onFault"];
}

/** What an operator works with, of what the cluster's owner said and of where the gateway is. */
export function optionsOf({ settings, gateway, authority, ...known }: Known): OperatorOptions {
  const { classes, images, account, quota } = settings;
  const { podLabels, port, tlsName, denied } = settings.gateway;
  const addresses = gateway.serviceAddresses.map((address) => hostPort(address, port));
  return {
    ...{ connection: known.connection, home: known.home, identity: known.identity },
    ...{ signal: known.signal, onFault: known.onFault, images },
    classes: { classes, agents: Object.keys(images.agents) },
    tenancy: {
      gateway: { namespace: known.home, podLabels, addresses: gateway.serviceAddresses, port },
      account: { name: account, namespace: known.home },
      quota,
    },
    gateway: {
      // Its pods come and go: those that are there when a pod is made are those that it must not reach.
      place: () => ({ addresses, canaries: gateway.canaries(), denied, authority, tlsName }),
      isCanaryListening: gateway.isCanaryListening,
      // The gateway ends the grants of what was tripped, and its runner's end says so; when a runner was heard of last it doesn't tell.
      isTripped: () => false,
      lastHeard: () => null,
    },
  };
}
