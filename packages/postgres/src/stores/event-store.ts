import {
  type AppendedEvents,
  type EventSource,
  type EventStore,
  ExecutionEvent,
  type ExecutionEventBody,
  type SourcedEvent,
} from "@catalyst/core";
import type { Database, Transaction } from "../database.ts";
import { and, asc, eq, gt, max, sql } from "../drizzle.ts";
import { agentEvents, agentExecutions } from "../schema/executions.ts";
import { cleanText } from "./clean-text.ts";
import { hideValues } from "./hide-values.ts";

const CHANNEL = "catalyst_events";
/** A statement holds 65535 values; an event has 7. */
const MAX_EVENTS_PER_STATEMENT = 5000;

interface Recorded {
  executionId: string;
  source: "worker" | "gateway";
  body: ExecutionEventBody;
}

/** Who numbers events in a sequence of its own. */
interface Writer {
  executionId: string;
  source: EventSource;
  writer: string;
}

/** Events in PostgreSQL: gapless numbers per execution, stored in batches, one notification per batch. */
export function postgresEventStore({ drizzle, listener }: Database): EventStore {
  return hideValues<EventStore>({
    append: (input) => drizzle.transaction((tx) => appendEvents(tx, input)),
    record: (input) => drizzle.transaction((tx) => recordEvent(tx, input)),
    async list({ executionId, afterNumber, limit }) {
      const rows = await drizzle
        .select()
        .from(agentEvents)
        .where(and(eq(agentEvents.executionId, executionId), gt(agentEvents.number, afterNumber)))
        .orderBy(asc(agentEvents.number))
        .limit(limit);
      return rows.map((row) => ExecutionEvent.parse(row));
    },
    async watch(executionId, onChange) {
      const stop = await listener.listen(CHANNEL, (payload) => {
        if (payload === null || payload === executionId) {
          onChange();
        }
      });
      return async () => stop();
    },
  });
}

/** Stores one event of a source that doesn't number its own. */
export async function recordEvent(tx: Transaction, { executionId, source, body }: Recorded): Promise<void> {
  const lastNumber = await lockExecution(tx, executionId);
  const writer = { executionId, source, writer: "" };
  const sourceNumber = (await lastSourceNumber(tx, writer)) + 1;
  await insertEvents(tx, { ...writer, events: [{ sourceNumber, at: new Date(), body }], lastNumber });
}

async function appendEvents(tx: Transaction, { events, ...appended }: AppendedEvents): Promise<number> {
  const writer = { ...appended, source: "runner" } as const;
  const lastNumber = await lockExecution(tx, writer.executionId);
  let acknowledged = await lastSourceNumber(tx, writer);
  const fresh: SourcedEvent[] = [];
  for (const event of events.toSorted((a, b) => a.sourceNumber - b.sourceNumber)) {
    if (event.sourceNumber === acknowledged + 1) {
      fresh.push(event);
      acknowledged += 1;
    }
  }
  if (fresh.length > 0) {
    await insertEvents(tx, { ...writer, events: fresh, lastNumber });
  }
  return acknowledged;
}

/** The row lock is what makes the numbers gapless: writers of one execution take turns. */
async function lockExecution(tx: Transaction, executionId: string): Promise<number> {
  const [row] = await tx
    .select({ last: agentExecutions.lastEventNumber })
    .from(agentExecutions)
    .where(eq(agentExecutions.id, executionId))
    .for("update");
  if (row === undefined) {
    throw new Error(`events for an execution that doesn't exist: ${executionId}`);
  }
  return row.last;
}

async function lastSourceNumber(tx: Transaction, { executionId, source, writer }: Writer): Promise<number> {
  const isWriters = and(
    eq(agentEvents.executionId, executionId),
    eq(agentEvents.source, source),
    eq(agentEvents.writer, writer),
  );
  const [row] = await tx
    .select({ last: max(agentEvents.sourceNumber) })
    .from(agentEvents)
    .where(isWriters);
  return row?.last ?? 0;
}

async function insertEvents(
  tx: Transaction,
  { executionId, source, writer, events, lastNumber }: Writer & { events: SourcedEvent[]; lastNumber: number },
): Promise<void> {
  const rows = events.map((event, index) => ({
    executionId,
    source,
    writer,
    number: lastNumber + index + 1,
    sourceNumber: event.sourceNumber,
    at: event.at,
    body: cleanText(event.body),
  }));
  for (let start = 0; start < rows.length; start += MAX_EVENTS_PER_STATEMENT) {
    await tx.insert(agentEvents).values(rows.slice(start, start + MAX_EVENTS_PER_STATEMENT));
  }
  const last = lastNumber + events.length;
  await tx.update(agentExecutions).set({ lastEventNumber: last }).where(eq(agentExecutions.id, executionId));
  await tx.execute(sql`select pg_notify(${CHANNEL}, ${executionId})`);
}
