import type { NewTaskChange } from "@catalyst/core";
import type { Database, Drizzle, Transaction } from "../database.ts";
import { eq, sql } from "../drizzle.ts";
import { taskChanges } from "../schema/tasks.ts";
import { cleanText } from "../stores/clean-text.ts";
import { tellOwnChanges } from "./own-changes.ts";

export const CHANGES_CHANNEL = "task_changes";
/** Any constant will do, as long as nobody else in the database uses it. */
const FEED_LOCK = 5_201_315;

export type NoteChange = (change: NewTaskChange) => void;

/** Of transactions that several stores share: who tells the feed of all that they change. */
const sharing = new WeakMap<Drizzle, NoteChange>();

/**
 * A transaction that tells the feed what it changed. What is noted is stored as the last thing before the commit, and
 * announced once with it: under one lock for all tasks, so that positions follow the order of commits. As nothing is
 * locked after it, nobody who holds it waits for anybody.
 */
export async function changeTasks<Result>(
  drizzle: Drizzle,
  work: (tx: Transaction, note: NoteChange) => Promise<Result>,
): Promise<Result> {
  const changes: NewTaskChange[] = [];
  const noteShared = sharing.get(drizzle);
  if (noteShared !== undefined) {
    const result = await drizzle.transaction((tx) => work(tx, (change) => void changes.push(change)));
    changes.forEach(noteShared);
    return result;
  }
  const result = await drizzle.transaction(async (tx) => {
    const done = await work(tx, (change) => void changes.push(change));
    if (changes.length > 0) {
      await storeChanges(tx, cleanText(changes));
    }
    return done;
  });
  tellOwnChanges(drizzle, changes);
  return result;
}

/** Work whose stores are all of one transaction: everything that they do is there, or nothing. */
export function changeTasksAsOne<Result>(
  database: Database,
  work: (within: Database, tx: Transaction) => Promise<Result>,
): Promise<Result> {
  return changeTasks(database.drizzle, (tx, note) => {
    const drizzle = tx as unknown as Drizzle;
    sharing.set(drizzle, note);
    return work({ ...database, drizzle }, tx);
  });
}

async function storeChanges(tx: Transaction, changes: NewTaskChange[]): Promise<void> {
  const taskIds = [...new Set(changes.map(({ taskId }) => taskId))];
  await tx.execute(
    sql`select pg_notify(${CHANGES_CHANNEL}, id), pg_advisory_xact_lock(${FEED_LOCK})
      from jsonb_array_elements_text(${JSON.stringify(taskIds)}::jsonb) as id`,
  );
  // In a statement of its own: one sees what was committed before it began, not before it got the lock.
  await tx
    .insert(taskChanges)
    .values(
      taskIds.flatMap((taskId) =>
        changes
          .filter((change) => change.taskId === taskId)
          .map((change, index) => ({ ...change, number: sql`${newestNumber(tx, taskId)} + ${index + 1}::int` })),
      ),
    );
}

function newestNumber(tx: Transaction, taskId: string) {
  const newest = tx
    .select({ number: sql`coalesce(max(${taskChanges.number}), 0)` })
    .from(taskChanges)
    .where(eq(taskChanges.taskId, taskId));
  return sql`(${newest})`;
}
