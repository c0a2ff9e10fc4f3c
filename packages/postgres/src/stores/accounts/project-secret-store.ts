import { CatalystError, Envelope, ProjectSecret, type ProjectSecretStore } from "@catalyst/core";
import type { Database, Drizzle } from "../../database.ts";
import { and, asc, eq } from "../../drizzle.ts";
import { projectSecrets } from "../../schema/tasks.ts";
import { hideValues, violation } from "../hide-values.ts";
import { takeTurn } from "../make-within.ts";

/** drizzle gives it this name. */
export const SECRET_KEY_CONSTRAINT = "project_secrets_recipient_key_id_gateway_keys_id_fk";

/** Sealed secrets for setup in PostgreSQL. */
export function postgresProjectSecretStore({ drizzle }: Database): ProjectSecretStore {
  return hideValues<ProjectSecretStore>({
    async put(secret, check) {
      try {
        await drizzle.transaction(async (tx) => {
          await takeTurn(tx, `secrets of ${secret.repoId}`);
          check(await list(tx, secret.repoId));
          await tx
            .insert(projectSecrets)
            .values(secret)
            .onConflictDoUpdate({ target: [projectSecrets.repoId, projectSecrets.name], set: secret });
        });
      } catch (error) {
        throw violation(error).constraint === SECRET_KEY_CONSTRAINT ? keyIsGone(secret) : error;
      }
    },
    list: (repoId) => list(drizzle, repoId),
    async delete(repoId, name) {
      const isIt = and(eq(projectSecrets.repoId, repoId), eq(projectSecrets.name, name));
      const rows = await drizzle.delete(projectSecrets).where(isIt).returning({ id: projectSecrets.id });
      return rows.length === 1;
    },
    async listAll() {
      return (await drizzle.select().from(projectSecrets)).map((row) => ProjectSecret.parse(row));
    },
    async replaceSealed(before, after) {
      const rows = await drizzle
        .update(projectSecrets)
        .set({ ...Envelope.parse(after), version: after.version })
        .where(and(eq(projectSecrets.id, before.id), eq(projectSecrets.wrappedDataKey, before.wrappedDataKey)))
        .returning({ id: projectSecrets.id });
      return rows.length === 1;
    },
  });
}

async function list(db: Pick<Drizzle, "select">, repoId: string): Promise<ProjectSecret[]> {
  const isOf = eq(projectSecrets.repoId, repoId);
  const rows = await db.select().from(projectSecrets).where(isOf).orderBy(asc(projectSecrets.name));
  return rows.map((row) => ProjectSecret.parse(row));
}

function keyIsGone({ name, recipientKeyId }: ProjectSecret): CatalystError {
  return new CatalystError(
    "conflict",
    `Storing the secret ${name} failed: the gateway's key that it is sealed to (${recipientKeyId}) isn't in use any more.`,
    { way: { kind: "add_secret", name } },
  );
}
