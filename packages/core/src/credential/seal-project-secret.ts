import { type SealingKeys, sealEnvelope } from "../sealing/envelope.ts";
import type { ProjectSecret } from "./project-secret.ts";

export const SECRET_VERSION = 2;

type Identity = Pick<ProjectSecret, "id" | "projectId" | "repoId" | "name" | "createdAt">;
type Bound = Omit<Identity, "createdAt"> & Pick<ProjectSecret, "version">;

/** Seals a secret as credentials are; project, repository, name and version are authenticated with it. */
export function sealProjectSecret(identity: Identity, value: string, keys: SealingKeys): ProjectSecret {
  const belongsTo = secretOwner({ ...identity, version: SECRET_VERSION });
  return { ...identity, version: SECRET_VERSION, ...sealEnvelope(Buffer.from(value, "utf8"), keys, belongsTo) };
}

/** What a secret's envelope belongs to. */
export function secretOwner({ version, projectId, repoId, id, name }: Bound): Buffer {
  return Buffer.from(JSON.stringify(["catalyst-project-secret", version, projectId, repoId, id, name]));
}
