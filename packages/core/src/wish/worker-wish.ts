import { z } from "zod";
import { AgentId } from "../agent/agent-id.ts";
import { KEPT_KINDS, type KeptKind } from "../retention/retention.ts";
import type { WishStore } from "./wish-store.ts";

const Kinds = z.enum(Object.keys(KEPT_KINDS) as [KeptKind, ...KeptKind[]]);

/** What is done where environments are made, asked of a worker by who isn't there. */
export const WorkerWish = z.discriminatedUnion("kind", [
  /** One of the registry or of the user's own. */
  z.object({ kind: z.literal("install_agent"), agentId: AgentId }),
  /** Removes what has had its time, or all of these kinds that nothing uses. */
  z.object({ kind: z.literal("sweep"), kinds: z.array(Kinds).nullable() }),
  /** Drops what setups made, of one repository or of all. */
  z.object({ kind: z.literal("drop_setups"), repoId: z.uuid().nullable() }),
]);
export type WorkerWish = z.infer<typeof WorkerWish>;

export const WorkerAnswer = z.discriminatedUnion("kind", [
  /** null: the agent needs no installation. */
  z.object({ kind: z.literal("installed"), version: z.string().nullable() }),
  z.object({ kind: z.literal("swept"), removed: z.record(Kinds, z.int().nonnegative()) }),
  z.object({ kind: z.literal("dropped"), count: z.int().nonnegative() }),
  z.object({ kind: z.literal("failed"), code: z.string(), message: z.string() }),
]);
export type WorkerAnswer = z.infer<typeof WorkerAnswer>;

export type WorkerWishStore = WishStore<WorkerWish, WorkerAnswer>;
