import type { StageJob } from "../../environment/stages/job.ts";
import type { StageBegin } from "../grant/grant.ts";

/** Which pod an execution's environment is, as the cluster's API server says. */
export interface PodBinding {
  podUid: string;
  executionId: string;
  /** Where its connections come from; null: its cluster hides that. */
  address: string | null;
  /** When it was proven from inside that the gateway is its only peer. */
  isolatedAt: Date;
}

/** A stage's runner asks for its job, and has shown which pod it is in. */
export interface JobWish {
  podUid: string;
  /** The stage's name in its environment (`nameStages`). */
  stage: string;
  /** The one token by which it showed that. */
  identityId: string;
  /** Where it asks from. */
  address: string;
  /** What is stored of the tokens that it gets. */
  tokenHashes: StageBegin["tokenHashes"];
}

/**
 * `unbound`: nobody said yet whose environment it is. `elsewhere`: it asks from another address than its pod's. `not_needed`:
 * those before it leave nothing for it to do. `over`: its job was handed out, or its execution has ended.
 */
export type JobAnswer =
  | { kind: "handed_out"; job: StageJob; taskId: string }
  | { kind: "unbound" | "elsewhere" | "not_needed" | "over" };

/** How a stage of a pod ended, as its runner told it before the container ended. */
export interface StageEnd {
  stageNumber: number;
  name: string;
  /** Its job was handed out. */
  isBegun: boolean;
  /** One of RUNNER_EXIT_CODES; null: nothing was told. */
  exitCode: number | null;
}

/** A pod of an environment that isn't isolated any more. */
export interface PodTrip {
  podUid: string;
  executionId: string;
  reason: string;
}

/** What environments that are pods are to do, kept where neither cluster nor pod sees it until its stage asks. */
export interface EnvironmentJobStore {
  /** The jobs of an execution's environment, in place of those of the one before it. What was handed out stays so. */
  keep(executionId: string, jobs: readonly StageJob[]): Promise<void>;
  /** From now on this pod is that execution's, and no other one's ever. Refuses with `conflict` where it is another one's. */
  bind(binding: PodBinding): Promise<void>;
  /**
   * In one transaction: the job, and the begin of its grants by these tokens alone. Once for each stage; again for the same
   * `identityId`, within REPEAT_SECONDS and as long as nobody used a token of it: the answer was lost.
   */
  handOut(wish: JobWish): Promise<JobAnswer>;
  /** By which what a stage's setup leaves is kept at the gateway (`hooks.setupKey`); null: it isn't. */
  findSetupKey(executionId: string, stageNumber: number): Promise<string | null>;
  /** How a stage ended; what was told first stays. */
  noteEnd(end: { executionId: string; stageNumber: number; exitCode: number }): Promise<void>;
  /** In their order. */
  listEnds(executionId: string): Promise<StageEnd[]>;
  /**
   * The pod that is bound, has this address and hasn't told the end of its work isn't isolated any more: its execution's grants end. null: there is
   * none. Addresses are given again as soon as a pod has ended.
   */
  tripByAddress(address: string, reason: string): Promise<string | null>;
  trip(executionId: string, reason: string): Promise<void>;
  /** Why an execution's environment counts as isolated no more; null: it does. */
  findTrip(executionId: string): Promise<string | null>;
  /** All that are known and aren't forgotten yet. */
  listTrips(): Promise<PodTrip[]>;
  /** Jobs and pods of an execution are gone. */
  forget(executionId: string): Promise<void>;
  /** Calls `onChange` soon after a pod was bound or lost its isolation; null: of which one isn't known. Returns how to stop. */
  watch(onChange: (podUid: string | null) => void): Promise<() => Promise<void>>;
}

/** For so long an answer that was lost may be asked for again. */
export const REPEAT_SECONDS = 60;
