import { TOLD_SECONDS } from "@catalyst/core";

export interface HeardPods {
  /** Something that only this pod can say was said now. */
  note(podUid: string): void;
  /** By pod, how long ago that was. */
  list(): Record<string, number>;
  upSeconds(): number;
}

/** When each pod was last heard, in this process alone: who asks several gateways takes what is latest. */
export function createHeardPods(now: () => number = () => performance.now()): HeardPods {
  const began = now();
  const heard = new Map<string, number>();
  const secondsSince = (moment: number) => (now() - moment) / 1000;
  const forgetOld = () => {
    for (const [podUid, moment] of heard) {
      if (secondsSince(moment) <= TOLD_SECONDS) {
        return;
      }
      heard.delete(podUid);
    }
  };
  return {
    note(podUid) {
      // The map is in the order of last hearing.
      heard.delete(podUid);
      heard.set(podUid, now());
      forgetOld();
    },
    list() {
      forgetOld();
      return Object.fromEntries([...heard].map(([podUid, moment]) => [podUid, secondsSince(moment)]));
    },
    upSeconds: () => secondsSince(began),
  };
}
