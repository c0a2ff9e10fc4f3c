import { z } from "zod";
import { CatalystError } from "../../catalyst-error.ts";
import { type Actor, personOf } from "../actor.ts";
import { permitBeside } from "../rights/permit.ts";
import type { AuditStore } from "./audit-entry.ts";

/** What somebody signs in with that stays on a device of theirs, as far as people see it. */
export const Passkey = z.object({
  id: z.uuid(),
  /** What its person calls it; null: nothing. */
  name: z.string().nullable(),
  createdAt: z.date(),
});
export type Passkey = z.infer<typeof Passkey>;

export interface PasskeyStore {
  /** The oldest first. */
  list(userId: string): Promise<Passkey[]>;
  /** False: they have none of this id. */
  remove(input: { userId: string; id: string }): Promise<boolean>;
}

interface PasskeyDeps {
  passkeys: PasskeyStore;
  audit: Pick<AuditStore, "add">;
}

/** Takes a way to sign in from the actor. Throws `forbidden`, and `not_found` for what isn't theirs. */
export async function removePasskey(
  { actor, id }: { actor: Actor; id: string },
  { passkeys, audit }: PasskeyDeps,
): Promise<void> {
  const attempt = "Removing a passkey";
  permitBeside({ actor, action: "keep_own_sessions", attempt });
  const userId = personOf(actor) as string;
  const isId = z.uuid().safeParse(id).success;
  if (!isId || !(await passkeys.remove({ userId, id }))) {
    throw new CatalystError("not_found", `${attempt} failed: you have none such.`);
  }
  await audit.add({ kind: "passkey_removed", userId, teamId: null, facts: { passkey: id } });
}
