import { PROBE } from "../judge/read/pod.ts";
import type { PodParts } from "./pod-parts.ts";
import { CONTAINER_SECURITY } from "./security.ts";

const COPIES = "/copies";

/**
 * The first to run, of an image of ours: it proves from inside that the gateway is the only peer, or nothing else starts. Where nodes can't
 * mount that image, it copies of it what the stages need, meanwhile.
 */
export function buildProbe({ sibling, gateway, runnerImage, agentImage, class: { delivery } }: PodParts) {
  const field = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });
  return {
    name: PROBE,
    image: runnerImage,
    imagePullPolicy: "IfNotPresent",
    command: ["/opt/catalyst/bin/tini", "--", "/opt/catalyst/node/bin/node", "/opt/catalyst/probe.mjs"],
    env: [
      { name: "CATALYST_GATEWAY", value: gateway.addresses.join(",") },
      { name: "CATALYST_GATEWAY_NAME", value: gateway.tlsName },
      { name: "CATALYST_GATEWAY_CA", value: gateway.authority },
      { name: "CATALYST_CANARY", value: gateway.canaries.join(",") },
      { name: "CATALYST_DENIED", value: gateway.denied.join(",") },
      ...(delivery === "copy" ? [{ name: "CATALYST_COPIES", value: COPIES }] : []),
      ...(sibling === null ? [] : [{ name: "CATALYST_SIBLING", value: sibling }]),
      field("POD_IP", "status.podIP"),
      field("HOST_IP", "status.hostIP"),
    ],
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "File",
    volumeMounts: [
      // Who the others are is written here: no image knows the user that it is run as.
      { name: "etc", mountPath: "/out" },
      ...(delivery === "copy" ? [{ name: "runner", mountPath: COPIES }] : []),
      ...(agentImage === null ? [] : [{ name: "agent", mountPath: "/opt/agent", readOnly: true }]),
    ],
  };
}
