import { CatalystError, type Envelope } from "@catalyst/core";
import type { Transaction } from "../../database.ts";
import { inArray } from "../../drizzle.ts";
import { recipientKeys } from "../../schema/tasks.ts";

/**
 * Keeps the keys that these are sealed to from being dropped before the transaction ends. Throws `conflict` where one was. A key
 * that was never noted is let through: whoever published it notes it first.
 */
export async function holdKeys(tx: Transaction, sealed: readonly (Envelope | null | undefined)[]): Promise<void> {
  const ids = [...new Set(sealed.filter((envelope) => envelope != null).map((envelope) => envelope.recipientKeyId))];
  if (ids.length === 0) {
    return;
  }
  const held = await tx.select().from(recipientKeys).where(inArray(recipientKeys.id, ids)).for("share");
  const dropped = held.find(({ droppedAt }) => droppedAt !== null);
  if (dropped !== undefined) {
    throw new CatalystError(
      "conflict",
      `Storing it failed: the ${dropped.recipient}'s key that it is sealed to (${dropped.id}) isn't in use any more. Try it again: it is sealed to the new one then.`,
    );
  }
}
