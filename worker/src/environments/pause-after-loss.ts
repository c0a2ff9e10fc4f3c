import type { EnvironmentProvider, EnvironmentStatus } from "@catalyst/core";

const PAUSE_MILLISECONDS = 300_000;

export interface Pausing {
  environments: EnvironmentProvider;
  now: () => number;
  /** Called when it begins. */
  onPause: (reason: string) => void;
}

/** A place that didn't isolate one environment isolates none: for a while no other execution is begun there. */
export function pauseAfterLoss({ environments, now, onPause }: Pausing) {
  let until = Number.NEGATIVE_INFINITY;
  const note = (status: EnvironmentStatus): EnvironmentStatus => {
    if (status.kind === "refused" && status.code === "isolation") {
      if (now() >= until) {
        onPause(status.reason);
      }
      until = now() + PAUSE_MILLISECONDS;
    }
    return status;
  };
  return {
    environments: {
      ...environments,
      ensure: async (request) => note(await environments.ensure(request)),
      observe: async (executionId) => note(await environments.observe(executionId)),
    } satisfies EnvironmentProvider,
    mayBegin: () => now() >= until,
  };
}
