import type { PodNews } from "@catalyst/core";
import { TOLD_SECONDS } from "@catalyst/core/apart/cluster";

/** What the gateway says of pods, by their uids. */
export interface GatewayNews {
  /** Why it isn't isolated any more; null: nothing says so. */
  tripOf(podUid: string): string | null;
  /** When its runner was last heard, at the latest; null: nobody knows. */
  lastHeard(podUid: string): Date | null;
  /** Called once for each pod that isn't isolated any more. */
  onTrip(call: (podUid: string) => void): void;
}

/** Where the gateway isn't asked. */
export const NO_NEWS: GatewayNews = { tripOf: () => null, lastHeard: () => null, onTrip: () => undefined };

/** How long what was told counts as what is so. */
const FRESH_MILLISECONDS = 30_000;
const FORGET_MILLISECONDS = 2 * TOLD_SECONDS * 1000;

export interface NewsKeeper extends GatewayNews {
  /** What the gateways that there are told in one round; null: this one didn't answer. */
  take(told: readonly (PodNews | null)[]): void;
}

/** Keeps what several gateways told. A pod is at one of them at a time, so that the latest hearing counts; a trip, whoever told it. */
export function keepNews({ now, elapsed }: { now: () => Date; elapsed: () => number }): NewsKeeper {
  const heardAt = new Map<string, number>();
  let trips: Readonly<Record<string, string>> = {};
  let known: { at: number; since: number } | null = null;
  const listeners: ((podUid: string) => void)[] = [];
  const dateOf = (moment: number) => new Date(now().getTime() - (elapsed() - moment));
  return {
    tripOf: (podUid) => (Object.hasOwn(trips, podUid) ? (trips[podUid] ?? null) : null),
    lastHeard(podUid) {
      if (known === null || elapsed() - known.at > FRESH_MILLISECONDS) {
        return null;
      }
      // One that no gateway tells of may have been heard before the youngest of them began, or before what they still tell.
      return dateOf(heardAt.get(podUid) ?? known.since);
    },
    onTrip: (call) => void listeners.push(call),
    take(told) {
      const answers = told.filter((news) => news !== null);
      for (const news of answers) {
        noteHeard(heardAt, news, elapsed());
      }
      if (answers.length > 0 && answers.length === told.length) {
        const since = Math.max(...answers.map(({ upSeconds }) => elapsed() - Math.min(upSeconds, TOLD_SECONDS) * 1000));
        known = { at: elapsed(), since };
      }
      if (answers.length > 0) {
        const former = trips;
        trips = Object.assign({}, ...answers.map((news) => news.trips));
        for (const podUid of Object.keys(trips).filter((uid) => !Object.hasOwn(former, uid))) {
          for (const call of listeners) {
            call(podUid);
          }
        }
      }
    },
  };
}

function noteHeard(heardAt: Map<string, number>, { heardSecondsAgo }: PodNews, now: number): void {
  for (const [podUid, seconds] of Object.entries(heardSecondsAgo)) {
    const moment = Math.max(now - seconds * 1000, heardAt.get(podUid) ?? Number.NEGATIVE_INFINITY);
    heardAt.delete(podUid);
    heardAt.set(podUid, moment);
  }
  for (const [podUid, moment] of heardAt) {
    if (now - moment > FORGET_MILLISECONDS) {
      heardAt.delete(podUid);
    }
  }
}
