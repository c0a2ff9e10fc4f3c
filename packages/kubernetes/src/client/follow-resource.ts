import { setTimeout as sleep } from "node:timers/promises";
import { ClusterFault } from "./cluster-fault.ts";
import type { AnyObject } from "./cluster-object.ts";
import type { ClusterConnection, Query } from "./connect-cluster.ts";
import { listObjects } from "./list-objects.ts";
import { SilentWatch, watchObjects } from "./watch-objects.ts";

/** Who wants to know what is there. */
export interface Follower {
  /** This is all that was there at that version. */
  replace(objects: AnyObject[], version: string): void;
  put(object: AnyObject): void;
  remove(object: AnyObject): void;
  /** What of an object `replace` needs; without it: all. */
  keep?(object: AnyObject): AnyObject;
}

export interface Following {
  connection: ClusterConnection;
  path: string;
  query?: Query;
  signal: AbortSignal;
  /** Told of what went wrong, each time; it goes on by itself. */
  onFault?: (fault: ClusterFault) => void;
  pace?: Partial<Pace>;
}

/** How patient one is with an API server. */
interface Pace {
  idleMilliseconds: number;
  /** Watches end after that and up to a quarter more: those that began together don't all begin anew together. */
  watchSeconds: number;
  /** After one failure; it doubles with each further one in a row, to the longest. */
  firstDelayMilliseconds: number;
  longestDelayMilliseconds: number;
}

const PACE: Pace = {
  idleMilliseconds: 75_000,
  watchSeconds: 240,
  firstDelayMilliseconds: 100,
  longestDelayMilliseconds: 10_000,
};
/** After so many failures in a row from one version, the version itself is doubted. */
const DOUBTED_AFTER = 3;
const SPREAD = 0.25;

interface State {
  /** What is known; null: nothing that could be gone on from. */
  version: string | null;
  failures: number;
}

/** Tells the follower all that is there and becomes of it, whatever the connection does, until the signal. Never ends before. */
export async function followResource(following: Following, follower: Follower): Promise<void> {
  const pace = { ...PACE, ...following.pace };
  const state: State = { version: null, failures: 0 };
  while (!following.signal.aborted) {
    const fault = await followOnce(following, { pace, state, follower });
    if (following.signal.aborted) {
      return;
    }
    if (fault !== null) {
      following.onFault?.(fault);
      state.failures++;
      if (fault.kind === "gone" || fault instanceof SilentWatch || state.failures % DOUBTED_AFTER === 0) {
        state.version = null;
      }
      await pause(delayFor(fault, state.failures, pace), following.signal);
    }
  }
}

interface Round {
  pace: Pace;
  state: State;
  follower: Follower;
}

/** One list, where there is nothing to go on from, and one watch; null: it ended as it should. */
async function followOnce(following: Following, { pace, state, follower }: Round): Promise<ClusterFault | null> {
  const { connection, path, query, signal } = following;
  try {
    if (state.version === null) {
      const { objects, version } = await listObjects({
        ...{ connection, path, signal, keep: follower.keep },
        ...(query ? { query } : {}),
      });
      follower.replace(objects, version);
      state.version = version;
    }
    let isNews = false;
    const timeoutSeconds = Math.round(pace.watchSeconds * (1 + Math.random() * SPREAD));
    const { idleMilliseconds } = pace;
    const watching = { connection, path, signal, version: state.version, timeoutSeconds, idleMilliseconds };
    for await (const event of watchObjects({ ...watching, ...(query ? { query } : {}) })) {
      if (event.version !== state.version) {
        isNews = true;
        state.version = event.version;
        state.failures = 0;
      }
      if (event.kind !== "nothing") {
        follower[event.kind](event.object);
      }
    }
    // What ends at once, or says the same again each time, is not to be asked without a pause.
    return isNews ? null : new ClusterFault("unavailable", "the watch ended before it said anything new");
  } catch (cause) {
    return cause instanceof ClusterFault ? cause : new ClusterFault("unavailable", String(cause), { cause });
  }
}

function delayFor(fault: ClusterFault, failures: number, pace: Pace): number {
  const { firstDelayMilliseconds: first, longestDelayMilliseconds: longest } = pace;
  const delay = Math.min(longest, first * 2 ** (failures - 1));
  const asked = Math.min(longest, (fault.retryAfterSeconds ?? 0) * 1000);
  return Math.max(asked, delay * (1 - Math.random() * SPREAD));
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
