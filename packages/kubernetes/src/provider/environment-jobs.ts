import type { StageJob } from "@catalyst/core";

/** Which pod an execution's stages run in. */
export interface EnvironmentBinding {
  executionId: string;
  podUid: string;
  /** Where requests of the pod come from; null: they may come from elsewhere. */
  address: string | null;
  isolatedAt: Date;
}

/** What the gateway knows of a stage beside how its container ended. */
export interface StageEnd {
  /** Of its container. */
  name: string;
  /** Whether its runner was given the job; one that isn't needed isn't. */
  isBegun: boolean;
  /** How the runner really ended; null: it didn't say. */
  exitCode: number | null;
}

/** Where the jobs of environments wait for their runners, which ask the gateway for them: nothing of a job is in the cluster. */
export interface EnvironmentJobs {
  /** Keeps the jobs of an execution that has no environment, in the order of its stages; those of an earlier environment go. */
  keep(executionId: string, jobs: StageJob[]): Promise<void>;
  /** From now on this pod, whose isolation is proven, may ask for them; again is as once. */
  bind(binding: EnvironmentBinding): Promise<void>;
  listEnds(executionId: string): Promise<StageEnd[]>;
  /** How its isolation was lost while it ran; null: it wasn't. */
  findTrip(executionId: string): Promise<string | null>;
  forget(executionId: string): Promise<void>;
}
