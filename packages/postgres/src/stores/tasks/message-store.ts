import {
  type Actor,
  MAX_EVENT_TEXT_LENGTH,
  MAX_MESSAGES,
  type MessageLimit,
  type MessageStore,
  type NewMessage,
  newMessageOf,
  type TaskMessage,
} from "@catalyst/core";
import type { SQL } from "drizzle-orm";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, asc, eq, inArray, isNull, max, sql } from "../../drizzle.ts";
import { changeTasks, type NoteChange } from "../../feed/change-tasks.ts";
import { agentMessages } from "../../schema/executions.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { cleanText } from "../clean-text.ts";
import { recordEvent } from "../executions/write-events.ts";
import { hideValues } from "../hide-values.ts";

const MESSAGE = {
  number: agentMessages.number,
  text: agentMessages.text,
  sentBy: agentMessages.sentBy,
  createdAt: agentMessages.createdAt,
  deliveredTo: agentMessages.deliveredTo,
  threads: agentMessages.threads,
  checks: agentMessages.checks,
};
const isOfRequest = (taskId: string, onceId: string) =>
  and(eq(agentMessages.taskId, taskId), eq(agentMessages.onceId, onceId));
const isWaiting = (taskId: string) => and(eq(agentMessages.taskId, taskId), isNull(agentMessages.deliveredTo));

/** Messages in PostgreSQL, numbered for each task from 1 without gaps. */
export function postgresMessageStore({ drizzle }: Database, limit = MAX_MESSAGES): MessageStore {
  return hideValues<MessageStore>({
    add: (taskId, said, actor) =>
      changeTasks(drizzle, (tx, note) => addMessage(tx, note, { taskId, said, actor, limit })),
    findSaid: async (taskId, onceId) => (await list(drizzle, isOfRequest(taskId, onceId)))[0] ?? null,
    takeUndelivered: ({ taskId, executionId }) =>
      changeTasks(drizzle, (tx, note) =>
        deliver(tx, note, { taskId, executionId, which: isWaiting(taskId), delivery: "turn" }),
      ),
    confirmDelivered: ({ taskId, executionId, numbers }) =>
      changeTasks(drizzle, async (tx, note) => {
        const which = and(isWaiting(taskId), inArray(agentMessages.number, [...numbers]));
        await deliver(tx, note, { taskId, executionId, which, delivery: "live" });
      }),
    listUndelivered: (taskId) => list(drizzle, isWaiting(taskId)),
    listDelivered: (executionId) => list(drizzle, eq(agentMessages.deliveredTo, executionId)),
  });
}

interface Said {
  taskId: string;
  said: string | NewMessage;
  actor: Actor;
  limit?: MessageLimit;
}

/** As `MessageStore.add`. */
export async function addMessage(
  tx: Transaction,
  note: NoteChange,
  { taskId, said, actor, limit = MAX_MESSAGES }: Said,
): Promise<TaskMessage | null> {
  const { text, threads, checks, onceId } = newMessageOf(said);
  const message = { taskId, text: cleanText(text), threads, checks: cleanText(checks), onceId };
  // Those who add to one task at once take turns.
  await tx.select({ id: agentTasks.id }).from(agentTasks).where(eq(agentTasks.id, message.taskId)).for("update");
  const [stored] = onceId === null ? [] : await list(tx, isOfRequest(taskId, onceId));
  if (stored !== undefined) {
    return stored;
  }
  const waiting = sql<number>`count(*) filter (where ${isNull(agentMessages.deliveredTo)})::int`;
  const [before] = await tx
    .select({ number: max(agentMessages.number), waiting })
    .from(agentMessages)
    .where(eq(agentMessages.taskId, message.taskId));
  const number = (before?.number ?? 0) + 1;
  if (number > limit.all || (before?.waiting ?? 0) >= limit.waiting) {
    return null;
  }
  const [added] = await tx
    .insert(agentMessages)
    .values({ ...message, sentBy: actor, number })
    .returning(MESSAGE);
  note({ taskId: message.taskId, actor, body: { type: "message_added", number } });
  return added as TaskMessage;
}

interface Delivery {
  taskId: string;
  executionId: string;
  which: SQL | undefined;
  delivery: "live" | "turn";
}

/** The row locks make two that ask at once take turns; the second finds nothing that waits. */
async function deliver(
  tx: Transaction,
  note: NoteChange,
  { taskId, executionId, which, delivery }: Delivery,
): Promise<TaskMessage[]> {
  const waiting = await list(tx, which, "update");
  for (const { text, number } of waiting) {
    const body = { type: "user_message", text: text.slice(0, MAX_EVENT_TEXT_LENGTH), delivery } as const;
    await recordEvent(tx, { executionId, source: "worker", body });
    await tx
      .update(agentMessages)
      .set({ deliveredTo: executionId, deliveredAt: sql`now()` })
      .where(and(eq(agentMessages.taskId, taskId), eq(agentMessages.number, number)));
    note({ taskId, actor: null, body: { type: "message_delivered", number, executionId, delivery } });
  }
  return waiting.map((message) => ({ ...message, deliveredTo: executionId }));
}

function list(db: Pick<Drizzle, "select">, which: SQL | undefined, lock?: "update"): Promise<TaskMessage[]> {
  const query = db.select(MESSAGE).from(agentMessages).where(which).orderBy(asc(agentMessages.number));
  return lock === undefined ? query : query.for(lock);
}
