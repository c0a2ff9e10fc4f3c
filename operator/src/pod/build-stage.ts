import type { EnvironmentSpec } from "@catalyst/kubernetes";
import type { PodParts } from "./pod-parts.ts";
import { CONTAINER_SECURITY } from "./security.ts";

type Stage = EnvironmentSpec["stages"][number];

export interface StageParts extends PodParts {
  image: string;
  resources: object;
  /** What this stage may do with what is kept of the first one for those that verify; null: nothing. */
  kept: "write" | "read" | null;
}

/** The runner, in the image of the project's tools, with what this one stage may see. */
export function buildStage(name: string, stage: Stage, parts: StageParts) {
  const mount = (volume: string, mountPath: string, more: object = {}) => ({ name: volume, mountPath, ...more });
  const readOnly = { readOnly: true };
  // What verifies begins with what was there before the agent, and not with what the agent left.
  const folder = stage.name === "verify" ? `${name}/` : "";
  return {
    name,
    image: parts.image,
    imagePullPolicy: "IfNotPresent",
    command: ["/opt/catalyst/bin/tini", "--", "/opt/catalyst/node/bin/node", "/opt/catalyst/runner.mjs"],
    workingDir: "/workspace",
    env: [
      { name: "CATALYST_STAGE", value: name },
      { name: "CATALYST_GATEWAY", value: parts.gateway.addresses.join(",") },
      { name: "CATALYST_GATEWAY_NAME", value: parts.gateway.tlsName },
      { name: "CATALYST_GATEWAY_CA", value: parts.gateway.authority },
      // What the probe tried is tried again while the stage runs.
      { name: "CATALYST_CANARY", value: parts.gateway.canaries.join(",") },
      { name: "CATALYST_DENIED", value: parts.gateway.denied.join(",") },
      { name: "HOME", value: "/home/agent" },
    ],
    resources: parts.resources,
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [
      mount("data", "/home/agent", { subPath: `${folder}home` }),
      mount("data", "/workspace", { subPath: `${folder}workspace`, ...(stage.readOnlyWorkspace ? readOnly : {}) }),
      mount(`tmp-${name}`, "/tmp"),
      // Containers of a pod share this one, unless each has its own.
      mount(`shm-${name}`, "/dev/shm"),
      mount(`run-${name}`, "/run"),
      // The runner's own repository, which is too large for memory and goes from stage to stage.
      mount("data", "/run/catalyst/own", { subPath: `${folder}own` }),
      ...(parts.kept === null
        ? []
        : [mount("data", "/run/catalyst/kept", { subPath: "kept", ...(parts.kept === "read" ? readOnly : {}) })]),
      mount(`identity-${name}`, "/var/run/catalyst", readOnly),
      mount("runner", "/opt/catalyst", readOnly),
      mount("etc", "/etc/passwd", { subPath: "passwd", ...readOnly }),
      mount("etc", "/etc/group", { subPath: "group", ...readOnly }),
      ...(parts.agentImage === null || stage.name !== "agent" ? [] : [mount("agent", "/opt/agent", readOnly)]),
    ],
  };
}
