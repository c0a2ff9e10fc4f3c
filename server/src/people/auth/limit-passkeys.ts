import { APIError } from "better-auth/api";
import type { DBAdapter } from "better-auth/types";

/** More than anybody has devices. */
const MAX_PASSKEYS = 50;

type Asked = Parameters<DBAdapter["create"]>[0];

/** The adapter, which adds no passkey to so many: of several at once, each counts with nobody else adding one. */
export function limitPasskeys(adapter: DBAdapter): DBAdapter {
  const create = (asked: Asked) => (asked.model === "passkey" ? addPasskey(adapter, asked) : adapter.create(asked));
  return { ...adapter, create: create as DBAdapter["create"] };
}

function addPasskey(adapter: DBAdapter, asked: Asked): Promise<unknown> {
  const userId = asked.data.userId as string;
  return adapter.transaction(async (tx) => {
    // The person's row is what those who add to their passkeys take turns for.
    await tx.update({
      model: "user",
      where: [{ field: "id", value: userId }],
      update: { updatedAt: new Date() },
    });
    if ((await tx.count({ model: "passkey", where: [{ field: "userId", value: userId }] })) >= MAX_PASSKEYS) {
      throw new APIError("BAD_REQUEST", { message: `You have ${MAX_PASSKEYS} passkeys. Remove one first.` });
    }
    return tx.create(asked);
  });
}
