import {
  type AppendedEvents,
  type EventSource,
  type ExecutionEventBody,
  fitLog,
  joinOmitted,
  type Lease,
  type LogSize,
  MAX_LOG_SIZE,
  type SourcedEvent,
  StoredEventBody,
  sizeOfEvent,
} from "@catalyst/core";
import type { Transaction } from "../../database.ts";
import { and, desc, eq, sql } from "../../drizzle.ts";
import { agentEvents, agentExecutions } from "../../schema/executions.ts";
import { cleanText } from "../clean-text.ts";
import { lockMine } from "./leases.ts";

export const EVENTS_CHANNEL = "catalyst_events";

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

/** A worker tells little, so that all of it is looked through. */
export async function tellOnce(
  tx: Transaction,
  { lease, body, maxLog }: { lease: Lease; body: ExecutionEventBody; maxLog: LogSize },
): Promise<void> {
  await lockMine(tx, lease);
  const { executionId } = lease;
  const isSame = sql`${agentEvents.body} = ${JSON.stringify(cleanText(body))}::jsonb`;
  const isTold = and(eq(agentEvents.executionId, executionId), eq(agentEvents.source, "worker"), isSame);
  const told = await tx.select({ number: agentEvents.number }).from(agentEvents).where(isTold).limit(1);
  if (told.length === 0) {
    await recordEvent(tx, { executionId, source: "worker", body }, maxLog);
  }
}

/** Stores one event of a source that doesn't number its own. */
export async function recordEvent(
  tx: Transaction,
  { executionId, source, body }: Recorded,
  maxLog = MAX_LOG_SIZE,
): Promise<void> {
  const held = await lockLog(tx, executionId);
  const writer = { executionId, source, writer: "" };
  const newest = await findNewest(tx, writer);
  const event = { sourceNumber: (newest?.sourceNumber ?? 0) + 1, at: new Date(), body };
  await storeEvents(tx, { ...writer, held, newest, events: fitLog([event], held, { max: maxLog, isTrusted: true }) });
}

export async function appendEvents(
  tx: Transaction,
  { events, ...appended }: AppendedEvents,
  maxLog: LogSize,
): Promise<number> {
  const writer = { ...appended, source: "runner" } as const;
  const held = await lockLog(tx, writer.executionId);
  const newest = await findNewest(tx, writer);
  let acknowledged = newest?.sourceNumber ?? 0;
  const fresh: SourcedEvent[] = [];
  for (const event of events.toSorted((a, b) => a.sourceNumber - b.sourceNumber)) {
    if (event.sourceNumber === acknowledged + 1) {
      fresh.push(event);
      acknowledged += 1;
    }
  }
  if (fresh.length > 0) {
    const fitted = fitLog(fresh, held, { max: maxLog, isTrusted: false });
    await storeEvents(tx, { ...writer, held, newest, events: fitted });
  }
  return acknowledged;
}

/** The row lock is what makes the numbers gapless: writers of one execution take turns. Whoever refers to the execution doesn't wait for it. */
async function lockLog(tx: Transaction, executionId: string): Promise<LogSize> {
  const [held] = await tx
    .select({ events: agentExecutions.lastEventNumber, bytes: agentExecutions.eventBytes })
    .from(agentExecutions)
    .where(eq(agentExecutions.id, executionId))
    .for("no key update");
  if (held === undefined) {
    throw new Error(`events for an execution that doesn't exist: ${executionId}`);
  }
  return held;
}

interface Newest {
  number: number;
  sourceNumber: number;
  body: StoredEventBody;
}

async function findNewest(tx: Transaction, { executionId, source, writer }: Writer): Promise<Newest | null> {
  const isWriters = and(
    eq(agentEvents.executionId, executionId),
    eq(agentEvents.source, source),
    eq(agentEvents.writer, writer),
  );
  const [row] = await tx
    .select({ number: agentEvents.number, sourceNumber: agentEvents.sourceNumber, body: agentEvents.body })
    .from(agentEvents)
    .where(isWriters)
    .orderBy(desc(agentEvents.sourceNumber))
    .limit(1);
  return row === undefined ? null : { ...row, body: StoredEventBody.parse(row.body) };
}

interface Stored extends Writer {
  held: LogSize;
  newest: Newest | null;
  events: SourcedEvent[];
}

async function storeEvents(tx: Transaction, stored: Stored): Promise<void> {
  const { executionId, newest, held } = stored;
  const [first, ...rest] = stored.events;
  const counted = newest === null || first === undefined ? null : joinOmitted(newest, first);
  if (counted === null) {
    await insertEvents(tx, stored);
  } else {
    await recount(tx, stored, counted);
    await insertEvents(tx, { ...stored, events: rest });
  }
  const added = counted === null ? stored.events : rest;
  await tx
    .update(agentExecutions)
    .set({
      lastEventNumber: held.events + added.length,
      eventBytes: added.reduce((sum, { body }) => sum + sizeOfEvent(body), held.bytes),
    })
    .where(eq(agentExecutions.id, executionId))
    .returning({ announced: sql`pg_notify(${EVENTS_CHANNEL}, ${executionId})` });
}

/** What is left out for long is one event that counts on: its writer's next number has to be known, and it takes no room. */
async function recount(
  tx: Transaction,
  { executionId, newest }: Stored,
  { sourceNumber, body }: SourcedEvent,
): Promise<void> {
  const isNewest = and(eq(agentEvents.executionId, executionId), eq(agentEvents.number, newest?.number ?? 0));
  await tx.update(agentEvents).set({ sourceNumber, body }).where(isNewest);
}

/** As one value: a statement with a value for each field of each event takes PostgreSQL and the driver several times as long. */
async function insertEvents(tx: Transaction, { executionId, source, writer, events, held }: Stored): Promise<void> {
  if (events.length === 0) {
    return;
  }
  const rows = events.map(({ sourceNumber, at, body }, index) => ({
    number: held.events + index + 1,
    source_number: sourceNumber,
    at,
    body: cleanText(body),
  }));
  await tx.execute(sql`
    insert into ${agentEvents} (execution_id, source, writer, number, source_number, at, body)
    select ${executionId}, ${source}, ${writer}, number, source_number, at, body
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as event (number integer, source_number integer, at timestamptz, body jsonb)`);
}
