import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential, CredentialSecret } from "../credential/credential.ts";
import { CREDENTIAL_VERSION, credentialOwner } from "../credential/seal-credential.ts";
import { titleCredential, wayToReplace } from "../credential/subscription/name-credential.ts";
import { type EnvelopePlace, type OpeningKeys, openEnvelope, rewrapEnvelope } from "./open-envelope.ts";

/** Throws `invalid_configuration` when a key is missing, its sealer is unknown or the row was altered. */
export function openCredential(credential: AgentCredential, keys: OpeningKeys): CredentialSecret {
  const key = openEnvelope(credential, placeOf(credential), keys);
  return { key: key.toString("utf8"), baseUrl: credential.baseUrl };
}

/** The same credential for the ring's primary key. Throws like `openCredential`. */
export function rewrapCredential(credential: AgentCredential, keys: OpeningKeys): AgentCredential {
  return rewrapEnvelope(credential, placeOf(credential), keys);
}

function placeOf(credential: AgentCredential): EnvelopePlace {
  const name = `the ${titleCredential(credential)} ${credential.id}`;
  const damaged = (cause?: unknown) =>
    new CatalystError(
      "invalid_configuration",
      `Opening ${name} failed: the stored row was altered or belongs to another owner.`,
      { cause, way: wayToReplace(credential) },
    );
  if (credential.version !== CREDENTIAL_VERSION) {
    throw damaged();
  }
  return { recipient: "gateway", belongsTo: credentialOwner(credential), name, damaged };
}
