import { z } from "zod";
import { ForgePermission } from "./forge-permission.ts";
import { Role } from "./rights/role.ts";

const userId = z.uuid();

/** Where an API key counts: in one team, in one project, or (null) wherever its person does. */
export const KeyBounds = z
  .discriminatedUnion("kind", [
    z.object({ kind: z.literal("team"), teamId: z.uuid() }),
    z.object({ kind: z.literal("project"), projectId: z.uuid() }),
  ])
  .nullable();
export type KeyBounds = z.infer<typeof KeyBounds>;

/** Who does something. */
export const Actor = z.discriminatedUnion("kind", [
  /** Whoever may open the socket of a machine's server, as that machine's one user. */
  z.object({ kind: z.literal("machine_owner"), userId }),
  z.object({ kind: z.literal("person"), userId }),
  /** A program with a key of a person's: it may what they may, no more than `role`, and nowhere else than `within`. */
  z.object({ kind: z.literal("api_key"), userId, keyId: z.uuid(), role: Role, within: KeyBounds.default(null) }),
  /** An account of a forge that acted there. `userId`: the person that it is linked to, or who stands for it until it is. */
  z.object({
    kind: z.literal("forge_account"),
    userId,
    /** What its accounts are stored as (`forgeOfHost`). */
    forge: z.string().min(1).max(50),
    /** The forge's own number: names change hands. */
    accountId: z.string().regex(/^\d{1,20}$/),
    login: z.string().min(1).max(255),
    /** The project of the repository where it acted, which is the only one that it sees. */
    projectId: z.uuid(),
    permission: ForgePermission,
  }),
  /** Nobody asked: a schedule or a rule. */
  z.object({ kind: z.literal("system") }),
]);
export type Actor = z.infer<typeof Actor>;

/** The person behind it; null: there is none. */
export function personOf(actor: Actor): string | null {
  return actor.kind === "system" ? null : actor.userId;
}
