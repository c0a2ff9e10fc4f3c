import { judgeEnvironment } from "../judge/judge-environment.ts";
import type { Action } from "../judge/judgement.ts";
import type { World } from "../judge/world.ts";
import { at, environmentOf, POD_UID } from "./worlds.ts";

/** What is told of a condition, and what is done. */
export interface Verdict {
  condition?: string;
  exit?: string;
  does?: (Action["kind"] | "nothing")[];
  says?: RegExp;
}

/** A row of the design's table of failures, by its number: a world, and what is said of it. */
export type FailureRow = [row: string, world: World, verdict: Verdict];

/** After what it says of the first world was stored, so much later. */
export function later(world: World, seconds: number, changes: Partial<World> = {}): World {
  const { status } = judgeEnvironment(world);
  return { ...world, environment: { ...world.environment, status }, now: at(seconds), ...changes };
}

/** One that has had so many pods, the last of which is known by these stages. */
export const had = (attempt: number, stages: object[] = []) =>
  environmentOf({ status: { pod: { name: "x", uid: POD_UID, attempt, pooled: false }, stages: stages as never } });
