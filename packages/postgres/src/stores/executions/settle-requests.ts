import { type Settlement, sizeOfEvent } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { cleanText } from "../clean-text.ts";
import { gather } from "../gather.ts";
import { EVENTS_CHANNEL } from "./write-events.ts";

const PAUSE_MILLISECONDS = 20;

/** A statement with a name is planned once for a connection. */
const SETTLE = {
  name: "settle_requests",
  text: `
  with given as (
    select * from jsonb_to_recordset($1::jsonb) as one (id uuid, execution_id uuid, gateway_id uuid,
      usd double precision, tokens bigint, at timestamptz, place integer, body jsonb, bytes bigint)
  ), serving as (
    insert into gateways (id) select distinct gateway_id from given on conflict do nothing
  ), settled as (
    insert into agent_spendings as before (id, execution_id, task_id, project_id, gateway_id, usd, tokens, is_settled)
    select given.id, e.id, t.id, r.project_id, gateway_id, usd, tokens, true
    from given
      join agent_executions e on e.id = given.execution_id
      join agent_tasks t on t.id = e.task_id
      join repos r on r.id = t.repo_id
    on conflict (id) do update set usd = excluded.usd, tokens = excluded.tokens, is_settled = true
    where not before.is_settled or before.usd <> excluded.usd or before.tokens <> excluded.tokens
    returning before.id
  ), told as (
    select given.*, row_number() over (partition by execution_id order by place)::integer as position
    from given join settled using (id)
    where jsonb_typeof(body) = 'object'
  ), added as (
    select execution_id, count(*)::integer as events, sum(bytes)::bigint as bytes from told group by execution_id
  ), locked as (
    select id from agent_executions where id in (select execution_id from added) order by id for no key update
  ), counted as (
    update agent_executions e
    set last_event_number = e.last_event_number + added.events, event_bytes = e.event_bytes + added.bytes
    from added join locked on locked.id = added.execution_id
    where e.id = locked.id
    returning e.id, e.last_event_number - added.events as held, pg_notify($2, e.id::text)
  )
  insert into agent_events (execution_id, source, writer, number, source_number, at, body)
  select execution_id, 'gateway', '', held + position, held + position, at, body
  from told join counted on counted.id = told.execution_id`,
};

/**
 * Settles in one statement, which those share that come within some milliseconds: nobody waits for it but the end of an execution. Logs of
 * several executions are locked in one order.
 */
export function settleRequests(pool: Database["pool"]): ReturnType<typeof gather<Settlement, void>> {
  return gather<Settlement, void>({
    ask: (settlements) => store(pool, settlements),
    laneOf: () => "",
    atOnce: 1,
    pauseMilliseconds: PAUSE_MILLISECONDS,
  });
}

/**
 * What is settled already as it is to be changes nothing, and is told once. Numbers of events come from the row that is locked by being
 * counted up; a log always has room for what a request came to, which the trusted side counts.
 */
async function store(pool: Database["pool"], settlements: readonly Settlement[]): Promise<undefined[]> {
  const at = new Date();
  const given = settlements.map(({ reservationId, executionId, gatewayId, spent: { usd, tokens }, usage }, place) => ({
    ...{ id: reservationId, execution_id: executionId, gateway_id: gatewayId, usd, tokens, at, place },
    body: usage === null ? null : cleanText(usage),
    bytes: usage === null ? 0 : sizeOfEvent(usage),
  }));
  await pool.query({ ...SETTLE, values: [JSON.stringify(given), EVENTS_CHANNEL] });
  return settlements.map(() => undefined);
}
