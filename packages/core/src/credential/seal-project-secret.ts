import { CatalystError } from "../catalyst-error.ts";
import { type EnvelopeOpening, openEnvelope, rewrapEnvelope, sealEnvelope } from "./envelope.ts";
import type { KeyRing } from "./key-ring.ts";
import type { ProjectSecret } from "./project-secret.ts";

const VERSION = 1;

type Identity = Pick<ProjectSecret, "id" | "projectId" | "repoId" | "name" | "createdAt">;

/** Seals a secret as credentials are; project, repository, name and version are authenticated with it. */
export function sealProjectSecret(identity: Identity, value: string, ring: KeyRing): ProjectSecret {
  const belongsTo = describeOwner({ ...identity, version: VERSION });
  return { ...identity, version: VERSION, ...sealEnvelope(Buffer.from(value, "utf8"), { belongsTo, ring }) };
}

/** Throws `invalid_configuration` when the master key is missing or the row was altered. */
export function openProjectSecret(secret: ProjectSecret, ring: KeyRing): string {
  return openEnvelope(secret, opening(secret, ring)).toString("utf8");
}

/** The same secret with its data key wrapped by the ring's primary key. */
export function rewrapProjectSecret(secret: ProjectSecret, ring: KeyRing): ProjectSecret {
  return { ...secret, ...rewrapEnvelope(secret, opening(secret, ring)) };
}

function opening(secret: ProjectSecret, ring: KeyRing): EnvelopeOpening {
  const damaged = (cause?: unknown) =>
    new CatalystError(
      "invalid_configuration",
      `Opening the secret ${secret.name} failed: the stored row was altered or belongs to another repository. Add it again: catalyst secrets add ${secret.name}`,
      { cause },
    );
  if (secret.version !== VERSION) {
    throw damaged();
  }
  return { belongsTo: describeOwner(secret), ring, damaged };
}

function describeOwner({ version, projectId, repoId, id, name }: Identity & { version: number }): Buffer {
  return Buffer.from(JSON.stringify(["catalyst-project-secret", version, projectId, repoId, id, name]));
}
