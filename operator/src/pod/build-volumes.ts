import type { EnvironmentSpec, Quantity } from "@catalyst/kubernetes";
import type { PodParts } from "./pod-parts.ts";
import { containerNames } from "./stage-containers.ts";

/** The least that the API allows; the kubelet renews it, and the gateway takes it once. */
const IDENTITY_SECONDS = 600;
const OWNER_ONLY = 0o400;

/** The audience of the token by which a stage's runner shows who it is, and which opens nothing else. */
function audienceOf(stage: string): string {
  return `catalyst-gateway/${stage}`;
}

/** What the containers share, and what each stage has for itself: another one's never is in it. */
export function buildVolumes(spec: EnvironmentSpec, parts: PodParts, disk: Quantity) {
  const memory = (name: string, sizeLimit: string) => ({ name, emptyDir: { medium: "Memory", sizeLimit } });
  const files = (name: string, reference: string) =>
    parts.class.delivery === "copy"
      ? { name, emptyDir: {} }
      : { name, image: { reference, pullPolicy: "IfNotPresent" } };
  return [
    { name: "data", emptyDir: { sizeLimit: String(disk) } },
    memory("etc", "1Mi"),
    ...containerNames(spec.stages).flatMap((stage) => [
      { name: `tmp-${stage}`, emptyDir: { sizeLimit: "1Gi" } },
      memory(`shm-${stage}`, "64Mi"),
      memory(`run-${stage}`, "4Mi"),
      identityVolume(stage),
    ]),
    files("runner", parts.runnerImage),
    ...(parts.agentImage === null ? [] : [files("agent", parts.agentImage)]),
  ];
}

function identityVolume(stage: string) {
  const serviceAccountToken = { audience: audienceOf(stage), expirationSeconds: IDENTITY_SECONDS, path: "token" };
  return { name: `identity-${stage}`, projected: { defaultMode: OWNER_ONLY, sources: [{ serviceAccountToken }] } };
}
