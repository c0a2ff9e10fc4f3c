import { setTimeout as sleep } from "node:timers/promises";
import type { EnvironmentJobs } from "./environment-jobs.ts";

const AGAIN_MILLISECONDS = 1000;

export interface FollowingTrips {
  jobs: Pick<EnvironmentJobs, "watch" | "listTrips">;
  /** An execution's environment isn't isolated any more. */
  onTrip: (executionId: string) => void;
  signal: AbortSignal;
  onFault: (fault: Error) => void;
}

export interface FollowedTrips {
  /** Why an execution's environment isn't isolated any more, as far as it was told; null: it is. */
  tripOf(executionId: string): string | null;
  close(): Promise<void>;
}

/** Follows which environments aren't isolated any more, as the gateway stores it, until the signal. */
export function followTrips({ jobs, onTrip, signal, onFault }: FollowingTrips): FollowedTrips {
  let trips = new Map<string, string>();
  let looking: Promise<void> | null = null;
  let isWanted = false;
  const lookOnce = async () => {
    const former = trips;
    trips = new Map((await jobs.listTrips()).map(({ executionId, reason }) => [executionId, reason]));
    for (const executionId of [...trips.keys()].filter((id) => !former.has(id))) {
      onTrip(executionId);
    }
  };
  /** What happens while one looks is looked for again. */
  const look = () => {
    isWanted = true;
    looking ??= (async () => {
      while (isWanted && !signal.aborted) {
        isWanted = false;
        await lookOnce().catch(async (cause: unknown) => {
          onFault(cause as Error);
          isWanted = true;
          await sleep(AGAIN_MILLISECONDS, undefined, { signal }).catch(() => undefined);
        });
      }
      looking = null;
    })();
  };
  const listening = listen(jobs, look, { signal, onFault });
  return {
    tripOf: (executionId) => trips.get(executionId) ?? null,
    async close() {
      await (await listening)?.();
      await looking;
    },
  };
}

async function listen(
  jobs: FollowingTrips["jobs"],
  look: () => void,
  { signal, onFault }: Pick<FollowingTrips, "signal" | "onFault">,
): Promise<(() => Promise<void>) | null> {
  while (!signal.aborted) {
    try {
      const stop = await jobs.watch(look);
      look();
      return stop;
    } catch (cause) {
      onFault(cause as Error);
      await sleep(AGAIN_MILLISECONDS, undefined, { signal }).catch(() => undefined);
    }
  }
  return null;
}
