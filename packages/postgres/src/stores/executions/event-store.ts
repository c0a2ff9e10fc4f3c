import {
  type AppendedEvents,
  DOING_EVENTS,
  type EventSource,
  type EventStore,
  ExecutionEvent,
  type ExecutionEventBody,
  fitLog,
  joinOmitted,
  type LogSize,
  MAX_LOG_SIZE,
  NO_USAGE,
  SEARCHED_FIELDS,
  type SourcedEvent,
  StoredEventBody,
  sizeOfEvent,
  type TokenUsage,
  type UsageTotal,
} from "@catalyst/core";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, asc, desc, eq, gt, inArray, isNull, lte, sql } from "../../drizzle.ts";
import { agentEvents, agentExecutions, isOfStages, isUsage } from "../../schema/executions.ts";
import { cleanText } from "../clean-text.ts";
import { hideValues } from "../hide-values.ts";

export const EVENTS_CHANNEL = "catalyst_events";
const MAX_STAGE_EVENTS = 100;

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
export function postgresEventStore({ drizzle, listener }: Database, maxLog = MAX_LOG_SIZE): EventStore {
  return hideValues<EventStore>({
    append: (input) => drizzle.transaction((tx) => appendEvents(tx, input, maxLog)),
    record: (input) => drizzle.transaction((tx) => recordEvent(tx, input, maxLog)),
    async list({ executionId, afterNumber, limit }) {
      // Numbers have no gaps, so that a page is a range: without statistics PostgreSQL would sort the whole rest for a page.
      const isOnPage = and(gt(agentEvents.number, afterNumber), lte(agentEvents.number, afterNumber + limit));
      const rows = await drizzle
        .select()
        .from(agentEvents)
        .where(and(eq(agentEvents.executionId, executionId), isOnPage))
        .orderBy(asc(agentEvents.number));
      return rows.map((row) => ExecutionEvent.parse(row));
    },
    async listOfStages(executionId) {
      const rows = await drizzle
        .select()
        .from(agentEvents)
        .where(and(eq(agentEvents.executionId, executionId), isOfStages))
        .orderBy(desc(agentEvents.number))
        .limit(MAX_STAGE_EVENTS);
      return rows.map((row) => ExecutionEvent.parse(row)).toReversed();
    },
    async listLatest({ executionId, limit }) {
      const rows = await drizzle
        .select()
        .from(agentEvents)
        .where(eq(agentEvents.executionId, executionId))
        .orderBy(desc(agentEvents.number))
        .limit(limit);
      return rows.map((row) => ExecutionEvent.parse(row)).toReversed();
    },
    listDoing: (taskIds) => listDoing(drizzle, taskIds),
    find: (input) => findInLog(drizzle, input),
    totalUsage: (executionId) => sumUsage(drizzle, executionId),
    async watch(executionId, onChange) {
      const stop = await listener.listen(EVENTS_CHANNEL, (payload) => {
        if (payload === null || payload === executionId) {
          onChange();
        }
      });
      return async () => stop();
    },
  });
}

/** An agent that prints much would have it look far back: what was done before that is no news any more. */
const DOING_LOOKED = 200;

async function listDoing(drizzle: Drizzle, taskIds: readonly string[]): ReturnType<EventStore["listDoing"]> {
  if (taskIds.length === 0) {
    return [];
  }
  const isDoing = inArray(
    sql`body ->> 'type'`,
    DOING_EVENTS.map((type) => sql`${type}`),
  );
  const newest = drizzle
    .select()
    .from(agentEvents)
    .where(
      and(
        eq(agentEvents.executionId, agentExecutions.id),
        gt(agentEvents.number, sql`${agentExecutions.lastEventNumber} - ${DOING_LOOKED}`),
        isDoing,
      ),
    )
    .orderBy(desc(agentEvents.number))
    .limit(1)
    .as("newest");
  const rows = await drizzle
    .selectDistinctOn([agentExecutions.taskId], {
      taskId: agentExecutions.taskId,
      executionId: newest.executionId,
      number: newest.number,
      source: newest.source,
      sourceNumber: newest.sourceNumber,
      at: newest.at,
      body: newest.body,
    })
    .from(agentExecutions)
    .innerJoinLateral(newest, sql`true`)
    .where(and(inArray(agentExecutions.taskId, [...taskIds]), isNull(agentExecutions.endedAt)))
    .orderBy(agentExecutions.taskId, desc(newest.at));
  return rows.map(({ taskId, ...event }) => ({ taskId, event: ExecutionEvent.parse(event) }));
}

/** A piece of the log is a range of its key: what is looked through is as much as was asked for, found or not. */
async function findInLog(
  drizzle: Drizzle,
  { executionId, text, types, afterNumber, upToNumber, limit }: Parameters<EventStore["find"]>[0],
): ReturnType<EventStore["find"]> {
  const literal = text.toLowerCase().replaceAll(/[\\%_]/g, "\\$&");
  const texts = sql.join(
    SEARCHED_FIELDS.map((field) => sql`body ->> ${field}`),
    sql`, `,
  );
  const hasText = sql`lower(concat_ws(E'\n', ${texts})) like '%' || ${literal} || '%'`;
  const isOfType = types === undefined ? undefined : inArray(sql`body ->> 'type'`, [...types]);
  const isOfPiece = and(gt(agentEvents.number, afterNumber), lte(agentEvents.number, upToNumber));
  const [rows, [held]] = await Promise.all([
    drizzle
      .select({ number: agentEvents.number })
      .from(agentEvents)
      .where(and(eq(agentEvents.executionId, executionId), isOfPiece, isOfType, hasText))
      .orderBy(asc(agentEvents.number))
      .limit(limit),
    drizzle
      .select({ lastNumber: agentExecutions.lastEventNumber })
      .from(agentExecutions)
      .where(eq(agentExecutions.id, executionId)),
  ]);
  return { numbers: rows.map(({ number }) => number), lastNumber: held?.lastNumber ?? 0 };
}

async function sumUsage(drizzle: Drizzle, executionId: string): Promise<UsageTotal> {
  const tokens = (name: keyof TokenUsage) => sql`coalesce((body -> 'usage' ->> ${name})::bigint, 0)`;
  const cached = sql`${tokens("cacheReadTokens")} + ${tokens("cacheWriteTokens")}`;
  const [total] = await drizzle
    .select({
      requests: sql`count(*)`.mapWith(Number),
      inputTokens: sql`coalesce(sum(${tokens("inputTokens")} + ${cached}), 0)`.mapWith(Number),
      outputTokens: sql`coalesce(sum(${tokens("outputTokens")}), 0)`.mapWith(Number),
      costUsd: sql<number>`coalesce(sum((body ->> 'costUsd')::float8), 0)`,
      hasUnknownPrice: sql<boolean>`coalesce(bool_or(body ->> 'costUsd' is null), false)`,
      isAtMost: sql<boolean>`coalesce(bool_or((body ->> 'isAtMost')::boolean), false)`,
      isCovered: sql<boolean>`coalesce(bool_or((body ->> 'isCovered')::boolean), false)`,
    })
    .from(agentEvents)
    .where(and(eq(agentEvents.executionId, executionId), isUsage));
  const { hasUnknownPrice, costUsd, ...counted } = total ?? { ...NO_USAGE, hasUnknownPrice: false };
  return { ...counted, costUsd: hasUnknownPrice ? null : costUsd };
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

async function appendEvents(
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

/** The row lock is what makes the numbers gapless: writers of one execution take turns. */
async function lockLog(tx: Transaction, executionId: string): Promise<LogSize> {
  const [held] = await tx
    .select({ events: agentExecutions.lastEventNumber, bytes: agentExecutions.eventBytes })
    .from(agentExecutions)
    .where(eq(agentExecutions.id, executionId))
    .for("update");
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
