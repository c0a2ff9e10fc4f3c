import { z } from "zod";
import { KeyBounds } from "../actor.ts";
import { Role } from "../rights/role.ts";

/** What a key may be used for, beside what its person and its role may. */
export const KeyScope = z.enum(["tasks:read", "tasks:write", "settings", "secrets", "credentials", "teams"]);
export type KeyScope = z.infer<typeof KeyScope>;

/** A key with which a program asks for a person, as far as it is kept. */
export const ApiKey = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  /** The person's own, and none of theirs twice. */
  name: z.string(),
  /** Its first characters, by which a person tells it from others. */
  prefix: z.string(),
  role: Role,
  within: KeyBounds,
  scopes: z.array(KeyScope),
  expiresAt: z.date().nullable(),
  /** To the minute. */
  lastUsedAt: z.date().nullable(),
  createdAt: z.date(),
});
export type ApiKey = z.infer<typeof ApiKey>;
