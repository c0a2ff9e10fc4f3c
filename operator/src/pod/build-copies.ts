import type { PodParts } from "./pod-parts.ts";
import { CONTAINER_SECURITY } from "./security.ts";

const OUT = "/out";

/**
 * Where nodes can't mount an image, the agent's own copies it, before the probe and by a program beside the agent: it is trusted as the
 * probe is. What was copied is then mounted for reading. The runner is copied by the probe, whose image has it.
 */
export function buildCopies({ class: { delivery }, agentImage }: PodParts) {
  if (delivery === "image" || agentImage === null) {
    return [];
  }
  return [
    {
      ...{ name: "copy-agent", image: agentImage, imagePullPolicy: "IfNotPresent" },
      command: ["/bin/busybox", "cp", "-a", "/node_modules", `${OUT}/`],
      env: [],
      resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
      securityContext: CONTAINER_SECURITY,
      terminationMessagePolicy: "FallbackToLogsOnError",
      volumeMounts: [{ name: "agent", mountPath: OUT }],
    },
  ];
}
