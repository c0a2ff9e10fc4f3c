import { type FactsPage, type FactsReader, type Numbered, type TaskFacts, TaskStatus } from "@catalyst/core";
import { z } from "zod";
import type { Database, Drizzle } from "../../database.ts";
import { sql } from "../../drizzle.ts";
import { hideValues } from "../hide-values.ts";

/** Tasks of a page: the logs of their executions are counted. */
const TASKS_AT_ONCE = 20;
const OVERDUE_AT_MOST = 20;
/** What is older may be on its way out: events and changes have their time, and go a few at a time. */
const YOUNG = sql`interval '1 day'`;

const NumberedRow = z.object({ count: z.number(), first: z.number().nullable(), last: z.number().nullable() });

const TaskRow = z.object({
  number: z.number(),
  status: TaskStatus,
  quiet_seconds: z.coerce.number(),
  is_new: z.boolean(),
  changes: NumberedRow,
  brought_keys: z.coerce.number(),
  executions: z.array(
    z.object({
      id: z.string(),
      hasEnded: z.boolean(),
      orphanedSeconds: z.number(),
      liveGrants: z.number(),
      events: NumberedRow,
      lastEventNumber: z.number(),
      spentTokens: z.number(),
      toldTokens: z.number(),
    }),
  ),
});

/** What must hold of what PostgreSQL keeps, in pages. */
export function postgresFactsReader({ drizzle }: Database): FactsReader {
  return hideValues<FactsReader>({
    tasks: (afterNumber) => readTasks(drizzle, afterNumber),
    async overdue() {
      const { rows } = await drizzle.execute<{ what: "outbox" | "delivery"; key: string; seconds: string }>(sql`
        select * from (
          select 'outbox' as what, kind || ' ' || key as key, extract(epoch from now() - due_at)::bigint as seconds from outbox
          where state = 'waiting' and due_at < now() and expires_at > now() and (leased_until is null or leased_until < now())
          union all
          select 'delivery', event || ' ' || guid, extract(epoch from now() - due_at)::bigint from github_deliveries
          where state = 'waiting' and due_at < now() and (leased_until is null or leased_until < now())
        ) overdue order by seconds desc limit ${OVERDUE_AT_MOST}`);
      return rows.map(({ what, key, seconds }) => ({ what, key, overdueSeconds: Number(seconds) }));
    },
    async endedSeconds(names) {
      const { rows } = await drizzle.execute<{ name: string; seconds: string }>(sql`
        select name, min(coalesce(extract(epoch from now() - ended_at), 0))::bigint as seconds
        from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) as name
          join agent_executions on starts_with(id::text, name)
        group by name`);
      return new Map(rows.map(({ name, seconds }) => [name, Number(seconds)]));
    },
  });
}

async function readTasks(drizzle: Drizzle, afterNumber: number): Promise<FactsPage<TaskFacts>> {
  const { rows } = await drizzle.execute(sql`
    select t.number, t.status, t.created_at > now() - ${YOUNG} as is_new,
      extract(epoch from now() - greatest(t.created_at, t.completed_at, newest.at))::bigint as quiet_seconds,
      jsonb_build_object('count', changes.count, 'first', changes.first, 'last', changes.last) as changes,
      (select count(*) from agent_credentials where task_id = t.id) as brought_keys,
      coalesce(executions.facts, '[]') as executions
    from (select * from agent_tasks where number > ${afterNumber} order by number limit ${TASKS_AT_ONCE}) t
      left join lateral (select at from task_changes where task_id = t.id order by number desc limit 1) newest on true
      join lateral (select count(*), min(number) as first, max(number) as last from task_changes
        where task_id = t.id and at > now() - ${YOUNG}) changes on true
      join lateral (select jsonb_agg(jsonb_build_object(
          'id', e.id, 'hasEnded', e.ended_at is not null,
          'orphanedSeconds', case when e.ended_at is null and e.state <> 'pending'
            then greatest(coalesce(extract(epoch from now() - e.lease_expires_at)::bigint, 0), 0) else 0 end,
          'liveGrants', (select count(*) from agent_grants where execution_id = e.id and ended_at is null
            and token_hash is not null and expires_at > now()),
          'events', (select jsonb_build_object('count', count(*), 'first', min(number), 'last', max(number)) from agent_events
            where execution_id = e.id and coalesce(e.ended_at, now()) > now() - ${YOUNG}),
          'lastEventNumber', e.last_event_number,
          'spentTokens', (select coalesce(sum(tokens), 0) from agent_spendings where task_id = t.id and execution_id = e.id),
          'toldTokens', (select coalesce(sum((body -> 'usage' ->> 'inputTokens')::bigint
              + coalesce((body -> 'usage' ->> 'cacheReadTokens')::bigint, 0)
              + coalesce((body -> 'usage' ->> 'cacheWriteTokens')::bigint, 0)
              + (body -> 'usage' ->> 'outputTokens')::bigint), 0)
            from agent_events where execution_id = e.id and body ->> 'type' = 'usage')
        )) as facts from agent_executions e where e.task_id = t.id) executions on true
    order by t.number`);
  const facts = rows.map((row) => toFacts(TaskRow.parse(row)));
  return { facts, next: facts.length < TASKS_AT_ONCE ? null : (facts.at(-1)?.number ?? null) };
}

function toFacts({ number, status, executions, ...row }: z.infer<typeof TaskRow>): TaskFacts {
  const changes: Numbered = row.changes;
  return {
    ...{ number, status, changes, executions },
    quietSeconds: row.quiet_seconds,
    isNew: row.is_new,
    broughtKeys: row.brought_keys,
  };
}
