import type { ClusterConnection } from "@catalyst/kubernetes";
import { askGateway } from "../gateway/ask-gateway.ts";
import { type FollowedGateway, hostPort } from "../gateway/follow-gateway.ts";
import { type GatewayNews, NO_NEWS } from "../gateway/gateway-news.ts";
import type { TenancyMode } from "../namespace/pod-namespace.ts";
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
    hasPools: settings.pools.enabled,
    tenancy: {
      mode: modeOf(settings),
      gateway: { namespace: known.home, podLabels, addresses: gateway.serviceAddresses, port },
      account: { name: account, namespace: known.home },
      quota,
    },
    gateway: {
      // Its pods come and go: those that are there when a pod is made are those that it must not reach.
      place: () => ({ addresses, canaries: gateway.canaries(), denied, authority, tlsName }),
      isCanaryListening: gateway.isCanaryListening,
      news: newsOf({ settings, gateway, authority, ...known }),
    },
  };
}

function modeOf({ namespaces }: OperatorSettings): TenancyMode {
  return namespaces.mode === "fixed" ? { kind: "fixed", namespace: namespaces.name } : { kind: namespaces.mode };
}

function newsOf({ settings, gateway, authority, connection, signal, onFault }: Known): GatewayNews {
  const { operatorPort: port, identityFile, tlsName } = settings.gateway;
  return identityFile === null
    ? NO_NEWS
    : askGateway({
        ...{ pods: gateway.podAddresses, port, authority, tlsName, identityFile },
        ...{ now: connection.now, signal, onFault },
      });
}
