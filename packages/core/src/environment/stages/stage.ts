import { z } from "zod";

/**
 * What a stage is for, in their order: it sets the project's trusted files up, makes the workspace that the work starts from,
 * lets the agent work in it, or judges what the agent left.
 */
export const StageKind = z.enum(["setup", "prepare", "agent", "verify"]);
export type StageKind = z.infer<typeof StageKind>;

/** How often an agent may work in one environment: each time but the first after a `verify` that didn't accept its work. */
export const MAX_TURNS = 4;
