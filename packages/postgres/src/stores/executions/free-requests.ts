import type { BudgetStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { gather } from "../gather.ts";
import { settleRequests } from "./settle-requests.ts";

/** What is answered sooner is never reserved. */
const PAUSE_MILLISECONDS = 20;

type Noted = Parameters<BudgetStore["note"]>[0];

/** A statement with a name is planned once for a connection. Its commit doesn't wait for the disk: who settles knows all of it. */
const NOTE = {
  name: "note_requests",
  text: `
  with quick as materialized (
    select set_config('synchronous_commit', 'off', true)
  ), given as (
    select one.* from quick, jsonb_to_recordset($1::jsonb) as one (id uuid, execution_id uuid, gateway_id uuid,
      usd double precision, tokens bigint)
  ), serving as (
    insert into gateways (id) select distinct gateway_id from given on conflict do nothing
  )
  insert into agent_spendings (id, execution_id, task_id, project_id, gateway_id, usd, tokens)
  select given.id, e.id, t.id, r.project_id, gateway_id, usd, tokens
  from given
    join agent_executions e on e.id = given.execution_id
    join agent_tasks t on t.id = e.task_id
    join repos r on r.id = t.repo_id
  on conflict (id) do nothing`,
};

interface FreeRequests extends Pick<BudgetStore, "note" | "settle"> {
  /** Has everything stored that was noted, or settled without having been stored. */
  store(): Promise<void>;
}

/** Requests that nothing limits, and the settling of all. */
export function freeRequests(pool: Database["pool"]): FreeRequests {
  const noted = new Map<string, Noted>();
  const unstored = new Set<Promise<unknown>>();
  /** Ids of those that couldn't be settled yet. */
  const failed = new Set<string>();
  const settle = settleRequests(pool);
  const note = gather<Noted, void>({
    async ask(requests) {
      const open = requests.filter(({ id }) => noted.has(id));
      if (open.length > 0) {
        await pool.query({ ...NOTE, values: [JSON.stringify(open.map(toRow))] });
      }
      return requests.map(() => undefined);
    },
    laneOf: () => "",
    atOnce: 1,
    pauseMilliseconds: PAUSE_MILLISECONDS,
  });
  const untilStored = (storing: Promise<void>): Promise<void> => {
    const ended = storing.finally(() => unstored.delete(ended));
    unstored.add(ended);
    return ended;
  };
  return {
    note(request) {
      noted.set(request.id, request);
      return untilStored(note(request).finally(() => noted.delete(request.id)));
    },
    settle(settlement) {
      const { reservationId: id } = settlement;
      if (!noted.delete(id) && !failed.delete(id)) {
        return settle(settlement);
      }
      const settled = settle(settlement).catch((error: unknown) => {
        failed.add(id);
        throw error;
      });
      return untilStored(settled);
    },
    async store() {
      if (unstored.size > 0) {
        note.hurry();
        settle.hurry();
        await Promise.allSettled(unstored);
      }
    },
  };
}

function toRow({ id, executionId, gatewayId, estimate }: Noted): Record<string, unknown> {
  const { usd, tokens } = estimate();
  return { id, execution_id: executionId, gateway_id: gatewayId, usd, tokens };
}
