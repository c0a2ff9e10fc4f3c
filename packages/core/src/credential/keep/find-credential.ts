import { type Actor, personOf } from "../../account/actor.ts";
import { forbidden, permitBeside } from "../../account/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { AgentCredential, CredentialStore } from "../credential.ts";
import { nameCredential } from "../subscription/name-credential.ts";

export interface FindCredentialInput {
  actor: Actor;
  /** Its id, or its name: a key's is its provider, a subscription's is `claude` or `chatgpt`. */
  credential: string;
}

/** The actor's credential that is meant. Throws `not_found` that begins with the attempt: `Removing`. */
export async function findCredential(
  { actor, credential }: FindCredentialInput,
  attempt: string,
  deps: { credentials: Pick<CredentialStore, "list"> },
): Promise<AgentCredential> {
  const stored = await listCredentials({ actor }, deps);
  const found = stored.find((one) => one.id === credential || nameCredential(one) === credential);
  if (found === undefined) {
    throw new CatalystError("not_found", `${attempt} the ${credential} credential failed: there is none.`, {
      way: { kind: "see_list", of: "credentials" },
    });
  }
  return found;
}

/** Those of the actor; what belongs to one task alone is none of them. Throws `forbidden`. */
export async function listCredentials(
  { actor }: { actor: Actor },
  { credentials }: { credentials: Pick<CredentialStore, "list"> },
): Promise<AgentCredential[]> {
  return credentials.list({ kind: "user", userId: keeperOf(actor) });
}

/** The person whose credentials the actor keeps. Throws `forbidden` for one that keeps none. */
export function keeperOf(actor: Actor): string {
  const attempt = "Keeping credentials";
  permitBeside({ actor, action: "keep_own_credentials", attempt });
  const userId = personOf(actor);
  if (userId === null) {
    throw forbidden(attempt);
  }
  return userId;
}

/** Deletes the credential that is meant. Throws `not_found`. */
export async function removeCredential(
  input: FindCredentialInput,
  deps: { credentials: Pick<CredentialStore, "list" | "delete"> },
): Promise<void> {
  const { id } = await findCredential(input, "Removing", deps);
  await deps.credentials.delete(id);
}
