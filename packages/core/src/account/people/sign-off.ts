import { type Actor, personOf } from "../actor.ts";
import { permitBeside } from "../rights/permit.ts";
import type { AuditStore } from "./audit-entry.ts";
import { noteOf } from "./note-of.ts";
import type { AgreedSignOff, SignOff, SignOffStore } from "./sign-off-store.ts";

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
