import { Passkey, type PasskeyStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, asc, eq } from "../../drizzle.ts";
import { passkeys } from "../../schema/sign-in.ts";
import { hideValues } from "../hide-values.ts";

export function postgresPasskeyStore({ drizzle }: Pick<Database, "drizzle">): PasskeyStore {
  return hideValues<PasskeyStore>({
    async list(userId) {
      const rows = await drizzle
        .select()
        .from(passkeys)
        .where(eq(passkeys.userId, userId))
        .orderBy(asc(passkeys.createdAt));
      return rows.map((row) => Passkey.parse(row));
    },
    async remove({ userId, id }) {
      const isTheirs = and(eq(passkeys.id, id), eq(passkeys.userId, userId));
      return (await drizzle.delete(passkeys).where(isTheirs).returning({ id: passkeys.id })).length > 0;
    },
  });
}
