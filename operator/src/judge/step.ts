import type { EnvironmentExitReason } from "@catalyst/core";
import type { EnvironmentStatusFields } from "@catalyst/kubernetes";
import type { Action } from "./judgement.ts";
import type { FinishReason } from "./read/pod-end.ts";
import type { Said } from "./tell/conditions.ts";
import type { World } from "./world.ts";

/** What one look at one side of the world says. Where it doesn't stop, the next one looks on. */
export interface Step {
  said: Said[];
  actions?: Action[];
  status?: Partial<EnvironmentStatusFields>;
  againMilliseconds?: number | null;
  isLast: boolean;
}

export type Judge = (world: World) => Step;

export const GOES_ON: Step = { said: [], isLast: false };

export function goesOn(...said: Said[]): Step {
  return { said, isLast: false };
}

/** Nothing can be done but wait, and look again after so long, whether or not something is told before. */
export function waits(said: Said[], againMilliseconds: number, actions: Action[] = []): Step {
  return { said, actions, againMilliseconds, isLast: true };
}

/** The port's words for why nothing is started. */
export type RefusalCode =
  | "isolation"
  | "gateway"
  | "image"
  | "registry"
  | "quota"
  | "unschedulable"
  | "admission"
  | "start_timeout"
  | "class";

/** It never began, and never will. */
export function refuses(world: World, code: RefusalCode, said: Said): Step {
  return finishes(world, { reason: "Refused", exit: code, message: said.message, said: [said] });
}

export interface Finish {
  reason: FinishReason;
  exit: EnvironmentExitReason | RefusalCode;
  message: string;
  exitCode?: number | null;
  output?: string;
  said?: Said[];
}

/** It is over. What of it still is there goes. */
export function finishes({ pod, now }: World, finish: Finish): Step {
  const { reason, exit, message, exitCode = null, output = "", said = [] } = finish;
  const isPodLeft = pod !== null && !hasEnded(pod.status?.phase) && pod.metadata.deletionTimestamp === undefined;
  return {
    said: [
      ...said,
      { type: "Ready", status: "False", reason: "Finished", message },
      { type: "Finished", status: "True", reason, message },
    ],
    actions: isPodLeft ? [{ kind: "deletePod", uid: pod.metadata.uid, mark: reason }] : [],
    status: {
      exit: { ...(exitCode === null ? {} : { code: exitCode }), reason: exit, ...(output === "" ? {} : { output }) },
      finishedAt: now.toISOString(),
    },
    againMilliseconds: 0,
    isLast: true,
  };
}

function hasEnded(phase: string | undefined): boolean {
  return phase === "Succeeded" || phase === "Failed";
}
