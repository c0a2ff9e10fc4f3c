import type { PodParts } from "./pod-parts.ts";
import { CONTAINER_SECURITY } from "./security.ts";

/** Where each of them has the folder that it copies into. */
const OUT = "/out";
const RUNNER_FILES = ["node/bin/node", "bin/tini", "runner.mjs"];
const COPY_RUNNER = `for (const file of ${JSON.stringify(RUNNER_FILES)}) require("fs").cpSync("/opt/catalyst/" + file, "${OUT}/" + file);`;

/**
 * Where nodes can't mount an image, those of ours are copied from, by themselves and before the probe: both are trusted as it is. What
 * was copied is then mounted for reading.
 */
export function buildCopies({ class: { delivery }, runnerImage, agentImage }: PodParts) {
  const copy = (volume: "runner" | "agent", image: string, command: string[]) => ({
    ...{ name: `copy-${volume}`, image, imagePullPolicy: "IfNotPresent", command },
    env: [],
    resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { cpu: "1", memory: "256Mi" } },
    securityContext: CONTAINER_SECURITY,
    terminationMessagePolicy: "FallbackToLogsOnError",
    volumeMounts: [{ name: volume, mountPath: OUT }],
  });
  if (delivery === "image") {
    return [];
  }
  return [
    copy("runner", runnerImage, ["/opt/catalyst/node/bin/node", "-e", COPY_RUNNER]),
    ...(agentImage === null
      ? []
      : [copy("agent", agentImage, ["/bin/busybox", "cp", "-a", "/node_modules", `${OUT}/`])]),
  ];
}
