import { z } from "zod";
import { type Actor, personOf } from "../actor.ts";
import { permitBeside } from "../rights/permit.ts";
import type { AuditStore } from "./audit-entry.ts";
import { noteOf } from "./note-of.ts";

/** In one line of a commit's message, between angle brackets. */
const PLAIN = /^[^\p{C}<>]+$/u;

/** As whom a person lets commits that they asked for be signed off: nobody else says that of them. */
export const SignOff = z.object({
  name: z.string().trim().min(1).max(100).regex(PLAIN, "must be a name in one line"),
  email: z.email().max(254).regex(PLAIN),
});
export type SignOff = z.infer<typeof SignOff>;

/** With when they agreed. */
export type AgreedSignOff = SignOff & { agreedAt: Date };

export interface SignOffStore {
  /** null: they didn't agree, or took it back. */
  getSignOff(userId: string): Promise<AgreedSignOff | null>;
  /** null: takes it back. */
  putSignOff(userId: string, signOff: SignOff | null): Promise<void>;
}

interface SignOffDeps {
  accounts: SignOffStore;
  audit: Pick<AuditStore, "add">;
}

/** What the actor agreed to; null: nothing. Throws `forbidden`. */
export async function getSignOff(
  { actor }: { actor: Actor },
  { accounts }: Pick<SignOffDeps, "accounts">,
): Promise<AgreedSignOff | null> {
  return accounts.getSignOff(permit(actor, "Looking at your sign-off"));
}

/** Lets commits that the actor asks for be signed off in their name from now on, or (null) no more. Throws `forbidden`. */
export async function putSignOff(
  { actor, signOff }: { actor: Actor; signOff: SignOff | null },
  { accounts, audit }: SignOffDeps,
): Promise<AgreedSignOff | null> {
  const userId = permit(actor, "Agreeing to sign-offs");
  if (signOff === null && (await accounts.getSignOff(userId)) === null) {
    return null;
  }
  await accounts.putSignOff(userId, signOff);
  const kind = signOff === null ? "sign_off_withdrawn" : "sign_off_agreed";
  await audit.add(noteOf({ actor, kind, teamId: null, facts: { ...signOff } }));
  return accounts.getSignOff(userId);
}

/** In somebody's name nobody else speaks, nor a program of theirs. */
function permit(actor: Actor, attempt: string): string {
  permitBeside({ actor, action: "link_own_accounts", attempt });
  return personOf(actor) as string;
}
