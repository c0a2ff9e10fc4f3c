import { z } from "zod";
import { CatalystError } from "../../catalyst-error.ts";
import { type Actor, personOf } from "../actor.ts";
import { permitBeside } from "../rights/permit.ts";
import type { AuditStore } from "./audit-entry.ts";

/** Where somebody is signed in: a browser, or the CLI on some machine. */
export const SignedIn = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.date(),
  /** When it was used last, to a day. */
  usedAt: z.date(),
  expiresAt: z.date(),
});
export type SignedIn = z.infer<typeof SignedIn>;

export interface SignedInStore {
  /** Those that count, the newest first. */
  list(userId: string): Promise<SignedIn[]>;
  /** Ends one of theirs, and whatever is done by it at the moment. False: there is none. */
  end(input: { userId: string; id: string }): Promise<boolean>;
}

interface SignedInDeps {
  signedIn: SignedInStore;
  audit: Pick<AuditStore, "add">;
}

/** Where the actor is signed in. Throws `forbidden`. */
export function listSignedIn(
  { actor }: { actor: Actor },
  { signedIn }: Pick<SignedInDeps, "signedIn">,
): Promise<SignedIn[]> {
  return signedIn.list(permitOwn(actor, "Listing where you are signed in"));
}

/** Signs the actor out in one place. Throws `forbidden`, and `not_found` for what isn't theirs. */
export async function endSignedIn(
  { actor, id }: { actor: Actor; id: string },
  { signedIn, audit }: SignedInDeps,
): Promise<void> {
  const userId = permitOwn(actor, "Signing out");
  if (!(await signedIn.end({ userId, id }))) {
    throw new CatalystError("not_found", `Signing out failed: you aren't signed in as ${id}.`, {
      way: { kind: "see_list", of: "sessions" },
    });
  }
  await audit.add({ kind: "session_ended", userId, teamId: null, facts: { session: id } });
}

function permitOwn(actor: Actor, attempt: string): string {
  permitBeside({ actor, action: "keep_own_sessions", attempt });
  return personOf(actor) as string;
}
