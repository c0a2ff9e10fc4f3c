import { OUTBOX_LIFETIME_SECONDS } from "@catalyst/core/notification";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { eq, sql } from "../../drizzle.ts";
import { feedReaders, outbox } from "../../schema/notifications.ts";
import { taskChanges } from "../../schema/tasks.ts";
import { endOf } from "../end-of.ts";
import { writePushedItems } from "../status-comments/write-pushed-items.ts";
import { writeStatusItems } from "../status-comments/write-status-items.ts";
import { findWanted } from "./find-wanted.ts";
import { announceOutbox } from "./outbox-store.ts";

const READER = "notifications";
/** So few that they can be held for all who are told of each, who may be many. */
const PAGE = 100;
/** PostgreSQL takes 65,535 values in one statement. */
const MAX_ROWS = 1000;

/**
 * Writes what the feed newly has into the outbox, for whoever wants to be told and for comments on forges, each change once
 * however many do this at once.
 * False: there was nothing new, or somebody else is at it.
 */
export async function forwardChanges({ drizzle }: Pick<Database, "drizzle">): Promise<boolean> {
  return (await isBehind(drizzle)) && forwardPage(drizzle);
}

/** One question, which leaves nothing to be written to disk, for those who ask every few seconds of a feed that is still. */
async function isBehind(drizzle: Drizzle): Promise<boolean> {
  const { rows } = await drizzle.execute<{ behind: boolean }>(sql`
    select exists (select from ${taskChanges} where position > coalesce(
      (select position from ${feedReaders} where name = ${READER}), 0)) as behind`);
  return rows[0]?.behind ?? false;
}

function forwardPage(drizzle: Drizzle): Promise<boolean> {
  return drizzle.transaction(async (tx) => {
    await tx.insert(feedReaders).values({ name: READER, position: 0 }).onConflictDoNothing();
    const [reader] = await tx
      .select({ position: feedReaders.position })
      .from(feedReaders)
      .where(eq(feedReaders.name, READER))
      .for("update", { skipLocked: true });
    const end = reader === undefined ? null : await findEnd(tx, reader.position);
    if (reader === undefined || end === null) {
      return false;
    }
    const page = { after: reader.position, upTo: end };
    const wanted = await findWanted(tx, page);
    await write(tx, wanted);
    const onForges = (await writeStatusItems(tx, page)) + (await writePushedItems(tx, page));
    if (onForges + wanted.length > 0) {
      await tx.execute(announceOutbox);
    }
    await tx.update(feedReaders).set({ position: end }).where(eq(feedReaders.name, READER));
    return true;
  });
}

/** The position of the last change of the next page; null: there is nothing new. */
async function findEnd(tx: Transaction, after: number): Promise<number | null> {
  const { rows } = await tx.execute<{ position: string | null }>(sql`
    select max(position) as position from (
      select position from ${taskChanges} where position > ${after} order by position limit ${PAGE}
    ) as page`);
  const position = rows[0]?.position ?? null;
  return position === null ? null : Number(position);
}

async function write(tx: Transaction, wanted: Awaited<ReturnType<typeof findWanted>>): Promise<void> {
  const items = wanted.map(({ destinationId, taskId, position, notice }) => ({
    key: `notification:${destinationId}:${position}`,
    kind: "notification",
    lane: destinationId,
    destinationId,
    taskId,
    payload: notice,
    expiresAt: endOf(OUTBOX_LIFETIME_SECONDS),
  }));
  for (let at = 0; at < items.length; at += MAX_ROWS) {
    const some = items.slice(at, at + MAX_ROWS);
    await tx.insert(outbox).values(some).onConflictDoNothing({ target: outbox.key });
  }
}
