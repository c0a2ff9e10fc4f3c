import { z } from "zod";

/** What is done outside, and by which grammar its payload is read. */
export const EffectKind = z.enum(["notification", "status_comment", "forge_answer"]);
export type EffectKind = z.infer<typeof EffectKind>;

/**
 * Something that is to be done outside, written down before it is tried. `waiting` until it was done (`delivered`) or
 * given up (`dead`).
 */
export const OutboxItem = z.object({
  /** The same for every try: whoever gets it twice knows it by this. */
  id: z.uuid(),
  kind: EffectKind,
  destinationId: z.uuid().nullable(),
  taskId: z.uuid().nullable(),
  payload: z.unknown(),
  state: z.enum(["waiting", "delivered", "dead"]),
  /** How often it was tried, this one included. */
  attempts: z.int().nonnegative(),
  /** Why the last try came to nothing; null: it didn't, or there was none. */
  problem: z.string().nullable(),
  createdAt: z.date(),
  /** When it is tried next. */
  dueAt: z.date(),
  /** When it is given up. */
  expiresAt: z.date(),
  settledAt: z.date().nullable(),
});
export type OutboxItem = z.infer<typeof OutboxItem>;

/**
 * What a try came to. A problem is at most 300 characters and holds no text of whoever was asked; null: there was none, and it
 * is to be done again all the same.
 */
export type TryOutcome =
  | { kind: "delivered" }
  | { kind: "again"; dueAt: Date; problem: string | null }
  | { kind: "dead"; problem: string };
