import { randomUUID } from "node:crypto";
import type { ClusterConnection } from "@catalyst/kubernetes";
import { EnvironmentClass } from "../../../operator/src/classes/environment-class.ts";
import { NO_NEWS } from "../../../operator/src/gateway/gateway-news.ts";
import type { TenancyMode } from "../../../operator/src/namespace/pod-namespace.ts";
import type { OperatorOptions } from "../../../operator/src/operator-options.ts";
import { startOperator } from "../../../operator/src/start-operator.ts";
import { HOME } from "../resource/grant-rights.ts";

interface Operating {
  connection: ClusterConnection;
  onFault: (fault: Error) => void;
  changes?: Partial<OperatorOptions>;
}

/** Pods in such namespaces, and a gateway that isn't there. */
export function tenancyOf(mode: TenancyMode): OperatorOptions["tenancy"] {
  return {
    ...{ mode, account: { name: "catalyst-operator", namespace: HOME }, quota: null },
    gateway: { namespace: HOME, podLabels: { x: "gateway" }, addresses: ["10.96.12.34"], port: 8443 },
  };
}

/** An operator that has all that it needs but a gateway, of which it is told that all is well. */
export function operateIn({ connection, onFault, changes = {} }: Operating) {
  const ending = new AbortController();
  const options: OperatorOptions = {
    ...{ connection, home: HOME, identity: randomUUID(), signal: ending.signal },
    classes: {
      classes: { default: EnvironmentClass.parse({ image: "registry.example/tools" }) },
      agents: ["claude-code", "script"],
    },
    tenancy: tenancyOf({ kind: "project" }),
    hasPools: false,
    images: { runner: "registry.example/runner", agents: { "claude-code": "registry.example/agent", script: null } },
    gateway: {
      place: () => ({
        ...{ addresses: ["10.96.12.34:8443"], canaries: ["10.244.3.7:8444"], denied: ["10.96.0.1:443"] },
        ...{ authority: "-----BEGIN CERTIFICATE-----", tlsName: "catalyst-gateway" },
      }),
      ...{ isCanaryListening: () => true, news: NO_NEWS },
    },
    onFault,
    ...changes,
  };
  const operate = async () => {
    let end = await startOperator(options);
    // One that leads no more, as after an API server's outage, ends, and whoever deployed it starts it anew.
    while (end === "lost" && !ending.signal.aborted) {
      end = await startOperator(options);
    }
    return end;
  };
  const over = operate();
  const stop = async () => {
    ending.abort();
    return await over;
  };
  return { stop };
}
