import { type EventStore, ExecutionEvent, type ExecutionEventBody, type EventSource, type SourcedEvent } from "@catalyst/core";
import { and, asc, eq, gt, max, sql } from "drizzle-orm";
import pg from "pg";
import type { Database, Drizzle } from "../database.ts";
import { agentEvents, agentExecutions } from "../schema/schema.ts";

type Transaction = Parameters<Parameters<Drizzle["transaction"]>[0]>[0];

const CHANNEL = "catalyst_events";
const RECONNECT_MILLISECONDS = 500;

/** Events in PostgreSQL: gapless numbers per execution, stored in batches, one notification per batch. */
export function postgresEventStore({ drizzle, connection }: Database): EventStore {
  return {
    append: ({ executionId, source, events }) => drizzle.transaction((tx) => appendEvents(tx, { executionId, source, events })),
    async record(input) {
      await drizzle.transaction((tx) => recordEvent(tx, input));
    },
    async list({ executionId, afterNumber, limit }) {
      const rows = await drizzle
        .select()
        .from(agentEvents)
        .where(and(eq(agentEvents.executionId, executionId), gt(agentEvents.number, afterNumber)))
        .orderBy(asc(agentEvents.number))
        .limit(limit);
      return rows.map((row) => ExecutionEvent.parse(row));
    },
    watch: (executionId, onChange) => watchEvents(connection, executionId, onChange),
  };
}

/** Stores one event of a source that doesn't number its own. */
export async function recordEvent(tx: Transaction, { executionId, source, body }: { executionId: string; source: "worker" | "gateway"; body: ExecutionEventBody }): Promise<void> {
  const lastNumber = await lockExecution(tx, executionId);
  const sourceNumber = (await lastSourceNumber(tx, executionId, source)) + 1;
  await insertEvents(tx, { executionId, source, events: [{ sourceNumber, at: new Date(), body }], lastNumber });
}

async function appendEvents(tx: Transaction, { executionId, source, events }: { executionId: string; source: EventSource; events: SourcedEvent[] }): Promise<number> {
  const lastNumber = await lockExecution(tx, executionId);
  let acknowledged = await lastSourceNumber(tx, executionId, source);
  const fresh: SourcedEvent[] = [];
  for (const event of events.toSorted((a, b) => a.sourceNumber - b.sourceNumber)) {
    if (event.sourceNumber === acknowledged + 1) {
      fresh.push(event);
      acknowledged += 1;
    }
  }
  if (fresh.length > 0) {
    await insertEvents(tx, { executionId, source, events: fresh, lastNumber });
  }
  return acknowledged;
}

/** The row lock is what makes the numbers gapless: writers of one execution take turns. */
async function lockExecution(tx: Transaction, executionId: string): Promise<number> {
  const [row] = await tx.select({ last: agentExecutions.lastEventNumber }).from(agentExecutions).where(eq(agentExecutions.id, executionId)).for("update");
  if (row === undefined) {
    throw new Error(`events for an execution that doesn't exist: ${executionId}`);
  }
  return row.last;
}

async function lastSourceNumber(tx: Transaction, executionId: string, source: EventSource): Promise<number> {
  const [row] = await tx
    .select({ last: max(agentEvents.sourceNumber) })
    .from(agentEvents)
    .where(and(eq(agentEvents.executionId, executionId), eq(agentEvents.source, source)));
  return row?.last ?? 0;
}

async function insertEvents(tx: Transaction, { executionId, source, events, lastNumber }: { executionId: string; source: EventSource; events: SourcedEvent[]; lastNumber: number }): Promise<void> {
  const rows = events.map((event, index) => ({ executionId, source, number: lastNumber + index + 1, sourceNumber: event.sourceNumber, at: event.at, body: withoutNul(event.body) }));
  await tx.insert(agentEvents).values(rows);
  await tx.update(agentExecutions).set({ lastEventNumber: lastNumber + events.length }).where(eq(agentExecutions.id, executionId));
  await tx.execute(sql`select pg_notify(${CHANNEL}, ${executionId})`);
}

/** PostgreSQL's jsonb can't hold NUL nor lone surrogates; both become the replacement character. */
function withoutNul(body: ExecutionEventBody): ExecutionEventBody {
  const clean = (value: unknown): unknown => (typeof value === "string" ? value.replaceAll("\u0000", "\ufffd").toWellFormed() : value);
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, clean(value)])) as ExecutionEventBody;
}

async function watchEvents(connection: pg.ClientConfig, executionId: string, onChange: () => void): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | null = null;
  const listen = async (): Promise<void> => {
    const fresh = new pg.Client(connection);
    fresh.on("error", () => undefined);
    fresh.on("end", () => {
      if (!stopped) {
        setTimeout(() => void listen().catch(() => undefined), RECONNECT_MILLISECONDS);
      }
    });
    fresh.on("notification", ({ payload }) => {
      if (payload === executionId) {
        onChange();
      }
    });
    await fresh.connect();
    await fresh.query(`listen ${CHANNEL}`);
    client = fresh;
    // What was stored while nobody listened is found by looking once.
    onChange();
  };
  await listen();
  return async () => {
    stopped = true;
    await client?.end();
  };
}
