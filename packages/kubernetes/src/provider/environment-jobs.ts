import type { EnvironmentJobStore } from "@catalyst/core";

/** Where the jobs of environments wait for their runners, which ask the gateway for them: nothing of a job is in the cluster. */
export type EnvironmentJobs = Pick<
  EnvironmentJobStore,
  "keep" | "bind" | "listEnds" | "findTrip" | "listTrips" | "watch" | "forget"
>;
