import type { AuditStore } from "../../account/people/audit-entry.ts";
import { noteOf } from "../../account/people/note-of.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { AgentCredential, CredentialStore } from "../credential.ts";
import { titleCredential } from "../subscription/name-credential.ts";
import { type CredentialsDeps, type FindCredentialInput, findCredential } from "./find-credential.ts";

export interface OpenCredentialDeps extends CredentialsDeps {
  credentials: CredentialsDeps["credentials"] & Pick<CredentialStore, "setOpen">;
  audit: Pick<AuditStore, "add">;
}

/**
 * Opens a key to everyone who may write in a repository of its owner's projects, where they ask from the forge and have none of their own;
 * or closes it, from the next execution on. Written down. Throws `not_found`, and `invalid_input` for a subscription, which covers what its own person asks.
 */
export async function openCredential(
  { isOpen, ...of }: FindCredentialInput & { isOpen: boolean },
  deps: OpenCredentialDeps,
): Promise<AgentCredential> {
  const attempt = isOpen ? "Opening" : "Closing";
  const credential = await findCredential(of, attempt, deps);
  if (isOpen && credential.kind === "subscription") {
    throw new CatalystError(
      "invalid_input",
      `Opening the ${titleCredential(credential)} failed: it is for what its own person asks. A key can be opened.`,
      { way: { kind: "add_credential", providers: [credential.provider] } },
    );
  }
  await deps.credentials.setOpen(credential.id, isOpen);
  const { id, provider, teamId } = credential;
  const kind = isOpen ? "credential_opened" : "credential_closed";
  await deps.audit.add(noteOf({ actor: of.actor, kind, teamId, facts: { credential: id, provider } }));
  return { ...credential, isOpen };
}
