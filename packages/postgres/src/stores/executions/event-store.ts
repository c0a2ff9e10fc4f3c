import {
  DOING_EVENTS,
  type EventStore,
  ExecutionEvent,
  MAX_LOG_SIZE,
  NO_USAGE,
  SEARCHED_FIELDS,
  type TokenUsage,
  type UsageTotal,
} from "@catalyst/core";
import type { Database, Drizzle } from "../../database.ts";
import { and, asc, desc, eq, gt, inArray, isNull, lte, sql } from "../../drizzle.ts";
import { agentEvents, agentExecutions, isOfStages, isUsage } from "../../schema/executions.ts";
import { hideValues } from "../hide-values.ts";
import { appendEvents, EVENTS_CHANNEL, recordEvent, tellOnce } from "./write-events.ts";

const MAX_STAGE_EVENTS = 100;

/** Events in PostgreSQL: gapless numbers per execution, stored in batches, one notification per batch. */
export function postgresEventStore({ drizzle, listener }: Database, maxLog = MAX_LOG_SIZE): EventStore {
  return hideValues<EventStore>({
    append: (input) => drizzle.transaction((tx) => appendEvents(tx, input, maxLog)),
    tell: (lease, body) => drizzle.transaction((tx) => tellOnce(tx, { lease, body, maxLog })),
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
