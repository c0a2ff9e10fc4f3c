import { ANNOTATIONS, LABELS } from "@catalyst/kubernetes";
import { conditionOf, type Pod, stagesOf } from "../judge/read/pod.ts";
import { PROBE_EXIT_CODES, readProbe } from "../judge/read/read-probe.ts";

/** A runner that waits for its job asks the gateway for it all the time: one that wasn't heard for so long may be gone with its node. */
const SILENT_MILLISECONDS = 90_000;

/** The Environment that a pod of a pool is of, by its uid; null: it is nobody's yet. */
export function claimantOf({ metadata }: Pod): string | null {
  const uid = metadata.annotations?.[ANNOTATIONS.environmentUid] ?? "";
  return uid === "" ? null : uid;
}

/** The pool that a pod was made for; null: it was made for an Environment. */
export function poolOf({ metadata }: Pod): { home: string; name: string; uid: string } | null {
  const { [ANNOTATIONS.poolUid]: uid, [ANNOTATIONS.home]: home } = metadata.annotations ?? {};
  const name = metadata.labels?.[LABELS.pool];
  return uid === undefined || home === undefined || name === undefined ? null : { home, name, uid };
}

export function isWarm(pod: Pod): boolean {
  return poolOf(pod) !== null && claimantOf(pod) === null;
}

export interface WarmWants {
  template: string;
  ground: string;
}

/** Whether it is made of what is wanted, and was proven under what stands now. */
export function isOf({ metadata }: Pod, { template, ground }: WarmWants): boolean {
  const { annotations = {} } = metadata;
  return annotations[ANNOTATIONS.template] === template && annotations[ANNOTATIONS.ground] === ground;
}

/** Whether its first stage's runner waits for a job, with the isolation proven. */
export function isReady(pod: Pod, lastHeard: Date | null, now: Date): boolean {
  const isHeard = lastHeard === null || now.getTime() - lastHeard.getTime() < SILENT_MILLISECONDS;
  return (
    !isGoing(pod) &&
    isHeard &&
    readProbe(pod)?.exitCode === PROBE_EXIT_CODES.proven &&
    stagesOf(pod)[0]?.state?.running !== undefined &&
    !(conditionOf(pod, "Ready")?.status === "False" && conditionOf(pod, "ContainersReady")?.status === "True")
  );
}

/** It ends, or has ended. */
export function isGoing(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return (
    pod.metadata.deletionTimestamp !== undefined ||
    phase === "Succeeded" ||
    phase === "Failed" ||
    conditionOf(pod, "DisruptionTarget")?.status === "True"
  );
}
