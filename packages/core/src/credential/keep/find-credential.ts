import type { Owner } from "../../account/account.ts";
import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { findNamed } from "../../account/project-of.ts";
import { may } from "../../account/rights/may.ts";
import { forbidden, permitBeside } from "../../account/rights/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { AgentCredential, CredentialStore } from "../credential.ts";
import { nameCredential } from "../subscription/name-credential.ts";

export interface CredentialsOfInput {
  actor: Actor;
  /** The name of a project: its team's credentials are meant. null, or a project of one's own: the actor's. */
  project?: string | null | undefined;
}

export interface CredentialsDeps {
  credentials: Pick<CredentialStore, "list">;
  accounts: Pick<AccountStore, "findNamedProject">;
}

export interface FindCredentialInput extends CredentialsOfInput {
  /** Its id, or its name: a key's is its provider, a subscription's is `claude` or `chatgpt`. */
  credential: string;
}

/** The actor's credential that is meant. Throws `not_found` that begins with the attempt: `Removing`. */
export async function findCredential(
  { credential, ...of }: FindCredentialInput,
  attempt: string,
  deps: CredentialsDeps,
): Promise<AgentCredential> {
  const stored = await deps.credentials.list(await keeperOf(of, deps));
  const found = stored.find((one) => one.id === credential || nameCredential(one) === credential);
  if (found === undefined) {
    throw new CatalystError("not_found", `${attempt} the ${credential} credential failed: there is none.`, {
      way: { kind: "see_list", of: "credentials" },
    });
  }
  return found;
}

/** Those that are meant; what belongs to one task alone is none of them. Throws `not_found` and `forbidden`. */
export async function listCredentials(of: CredentialsOfInput, deps: CredentialsDeps): Promise<AgentCredential[]> {
  return deps.credentials.list(await keeperOf(of, deps, "see"));
}

/** Whose credentials are meant. Throws `not_found` for a project that the actor doesn't see, and `forbidden`. */
export async function keeperOf(
  { actor, project = null }: CredentialsOfInput,
  deps: Pick<CredentialsDeps, "accounts">,
  action: "see" | "keep_team_credentials" = "keep_team_credentials",
): Promise<Owner> {
  const attempt = "Keeping credentials";
  const named = project === null ? null : await findNamed({ actor, name: project, attempt }, deps);
  if (named !== null && named.teamId !== null) {
    if (!may(actor, action, named)) {
      throw forbidden(attempt);
    }
    return { kind: "team", teamId: named.teamId };
  }
  permitBeside({ actor, action: "keep_own_credentials", attempt });
  const userId = personOf(actor);
  if (userId === null) {
    throw forbidden(attempt);
  }
  return { kind: "user", userId };
}

/** Deletes the credential that is meant. Throws `not_found`. */
export async function removeCredential(
  input: FindCredentialInput,
  deps: CredentialsDeps & { credentials: Pick<CredentialStore, "delete"> },
): Promise<void> {
  const { id } = await findCredential(input, "Removing", deps);
  await deps.credentials.delete(id);
}
