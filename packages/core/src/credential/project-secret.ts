import { z } from "zod";
import { Envelope } from "../sealing/envelope.ts";

/** Shorter values couldn't be masked where they appear: they would be found everywhere. */
const MIN_SECRET_LENGTH = 8;

/** All secrets of a repository together: each of them is looked for in all that its environments say. */
const MAX_SECRETS_BYTES = 32 * 1024;

/** What a repository's `setup` hook gets as a variable: any text, several lines too. */
export const SecretValue = z
  .string()
  .min(MIN_SECRET_LENGTH, `it is shorter than ${MIN_SECRET_LENGTH} characters, and couldn't be masked in logs`)
  .max(16 * 1024, "it is longer than 16384 characters")
  .refine((value) => !value.includes("\0"), "it holds a zero character");

/** A secret that exists while a repository's `setup` hook runs and never where an agent does, sealed. One for each name. */
export const ProjectSecret = z.object({
  id: z.uuid(),
  projectId: z.uuid(),
  /** The repository whose hook gets it: a hook of another one may be a stranger's. */
  repoId: z.uuid(),
  /** A variable's name. */
  name: z.string().min(1).max(100),
  ...Envelope.shape,
  version: z.int().positive(),
  createdAt: z.date(),
});
export type ProjectSecret = z.infer<typeof ProjectSecret>;

/** Whether a repository that has these secrets may get another one, in the place of the one with its name. */
export function hasRoomForSecret(
  stored: readonly Pick<ProjectSecret, "name" | "encryptedKey">[],
  { name, value }: { name: string; value: string },
): boolean {
  const others = stored.filter((secret) => secret.name !== name);
  const bytes = others.reduce((sum, { encryptedKey }) => sum + Buffer.byteLength(encryptedKey, "base64"), 0);
  return bytes + Buffer.byteLength(value) <= MAX_SECRETS_BYTES;
}

export interface ProjectSecretStore {
  /**
   * Stores it in the place of one with the same name, after `check` saw what its repository has, with nobody else adding to that.
   * Throws what `check` throws, and `conflict` when the key that it is sealed to isn't in use any more.
   */
  put(secret: ProjectSecret, check: (stored: readonly ProjectSecret[]) => void): Promise<void>;
  /** Those of a repository, by name. */
  list(repoId: string): Promise<ProjectSecret[]>;
  /** False: there was none. */
  delete(repoId: string, name: string): Promise<boolean>;
  /** Every secret, for wrapping anew for another key of the gateway. */
  listAll(): Promise<ProjectSecret[]>;
  /** Replaces the sealed fields if they are still those of `before`; false when somebody else was first. */
  replaceSealed(before: ProjectSecret, after: ProjectSecret): Promise<boolean>;
}
