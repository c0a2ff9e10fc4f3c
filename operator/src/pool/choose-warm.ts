import { durationSeconds, type EnvironmentSpec, LABELS } from "@catalyst/kubernetes";
import type { Pod } from "../judge/read/pod.ts";
import { isOf, isReady, type WarmWants } from "./warm-pod.ts";

export interface WarmChoice {
  pods: readonly Pod[];
  wants: WarmWants;
  spec: EnvironmentSpec;
  lastHeard: (podUid: string) => Date | null;
  /** Another Environment is just about to have it. */
  isReserved: (podUid: string) => boolean;
  now: Date;
}

/** The pod that an Environment may have at once: of those that its own would be the same as, the one that has waited longest; null: none is. */
export function chooseWarm({ pods, wants, spec, lastHeard, isReserved, now }: WarmChoice): Pod | null {
  const madeAt = ({ metadata }: Pod) => metadata.creationTimestamp ?? "";
  const [chosen = null] = pods
    // Where all projects' pods are in one namespace, a project's are its own all the same.
    .filter((pod) => isOf(pod, wants) && pod.metadata.labels?.[LABELS.project] === spec.project)
    .filter((pod) => !isReserved(pod.metadata.uid))
    .filter((pod) => isReady(pod, lastHeard(pod.metadata.uid), now) && claimDeadline(pod, spec, now) !== null)
    .toSorted((a, b) => (madeAt(a) < madeAt(b) ? -1 : 1));
  return chosen;
}

/** The deadline that a pod gets by its claim, from its own start on; null: its own is sooner, and is never raised. */
export function claimDeadline(pod: Pod, { agent }: EnvironmentSpec, now: Date): number | null {
  const since = Date.parse(pod.metadata.creationTimestamp ?? now.toISOString());
  const seconds = Math.ceil((now.getTime() - since) / 1000 + durationSeconds(agent.timeout));
  const most = pod.spec?.activeDeadlineSeconds ?? 0;
  return seconds <= most ? seconds : null;
}
