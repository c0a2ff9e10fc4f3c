import type { EnvironmentResource } from "@catalyst/kubernetes";
import type { Pod } from "../judge/read/pod.ts";
import { claimantOf, isGoing, isWarm, poolOf } from "../pool/warm-pod.ts";

/** Pods by who has them: looked at for each Environment, however many there are. */
export interface PodIndex {
  note(key: string, pod: Pod | null): void;
  /** Those that bear an Environment's uid. */
  ofEnvironment(uid: string): Pod[];
  /** Those of pools that are nobody's yet. */
  warm(): Pod[];
  /** Those of pools that Environments have, as long as they work. */
  claimed(): Pod[];
}

export function podIndex(): PodIndex {
  const claimants = new Map<string, string>();
  const claimed = new Map<string, Map<string, Pod>>();
  const warm = new Map<string, Pod>();
  const ofPools = new Map<string, Pod>();
  const forget = (key: string) => {
    warm.delete(key);
    ofPools.delete(key);
    const uid = claimants.get(key) ?? "";
    claimants.delete(key);
    claimed.get(uid)?.delete(key);
    if (claimed.get(uid)?.size === 0) {
      claimed.delete(uid);
    }
  };
  return {
    note(key, pod) {
      forget(key);
      const uid = pod === null ? null : claimantOf(pod);
      if (pod !== null && uid !== null) {
        claimants.set(key, uid);
        claimed.set(uid, (claimed.get(uid) ?? new Map()).set(key, pod));
        if (poolOf(pod) !== null) {
          ofPools.set(key, pod);
        }
      } else if (pod !== null && isWarm(pod)) {
        warm.set(key, pod);
      }
    },
    ofEnvironment: (uid) => [...(claimed.get(uid)?.values() ?? [])],
    warm: () => [...warm.values()],
    claimed: () => [...ofPools.values()].filter((pod) => !isGoing(pod)),
  };
}

/**
 * An Environment's pod, and those that it has besides: a claim whose answer was lost may have given it a second one, which its status tells apart.
 * A pod of its name may be somebody else's.
 */
export function choosePod(
  { metadata: { uid }, status }: Pick<EnvironmentResource, "metadata" | "status">,
  ofName: Pod | null,
  itsOwn: readonly Pod[],
): { pod: Pod | null; others: Pod[] } {
  const told = itsOwn.find((pod) => pod.metadata.uid === status?.pod?.uid);
  const [first] = itsOwn.toSorted((a, b) => (a.metadata.uid < b.metadata.uid ? -1 : 1));
  const pod = told ?? itsOwn.find((one) => one.metadata.uid === ofName?.metadata.uid) ?? first ?? ofName;
  return { pod, others: uid === undefined ? [] : itsOwn.filter((one) => one !== pod) };
}
