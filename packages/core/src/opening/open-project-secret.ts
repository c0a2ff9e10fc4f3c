import { CatalystError } from "../catalyst-error.ts";
import type { ProjectSecret } from "../credential/project-secret.ts";
import { SECRET_VERSION, secretOwner } from "../credential/seal-project-secret.ts";
import { type EnvelopePlace, type OpeningKeys, openEnvelope, rewrapEnvelope } from "./open-envelope.ts";

/** Throws `invalid_configuration` when a key is missing, its sealer is unknown or the row was altered. */
export function openProjectSecret(secret: ProjectSecret, keys: OpeningKeys): string {
  return openEnvelope(secret, placeOf(secret), keys).toString("utf8");
}

/** The same secret for the ring's primary key. Throws like `openProjectSecret`. */
export function rewrapProjectSecret(secret: ProjectSecret, keys: OpeningKeys): ProjectSecret {
  return rewrapEnvelope(secret, placeOf(secret), keys);
}

function placeOf(secret: ProjectSecret): EnvelopePlace {
  const name = `the secret ${secret.name}`;
  const damaged = (cause?: unknown) =>
    new CatalystError(
      "invalid_configuration",
      `Opening ${name} failed: the stored row was altered or belongs to another repository.`,
      { cause, way: { kind: "add_secret", name: secret.name } },
    );
  if (secret.version !== SECRET_VERSION) {
    throw damaged();
  }
  return { recipient: "gateway", belongsTo: secretOwner(secret), name, damaged };
}
