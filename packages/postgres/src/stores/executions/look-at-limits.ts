import { type BudgetLook, type BudgetStore, CatalystError } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { gather } from "../gather.ts";

const STATEMENTS_AT_ONCE = 2;

const lookFrom = (asked: string) => `
  select asked.place::integer as place, case
    when credential_id is not null and not exists (select from agent_credentials a
      where a.id = credential_id and a.sign_in_needed is null and a.wrapped_data_key = data_key) then 'credential_changed'
    when num_nonnulls(budgets -> 'execution' ->> 'usd', budgets -> 'execution' ->> 'tokens',
      t.options -> 'budget' ->> 'usd', t.options -> 'budget' ->> 'tokens', budgets -> 'task' ->> 'usd', budgets -> 'task' ->> 'tokens',
      budgets -> 'project' ->> 'usd', budgets -> 'project' ->> 'tokens', budgets -> 'day' ->> 'usd', budgets -> 'day' ->> 'tokens') > 0
      then 'limited'
    else 'free' end as look
  from ${asked}
    join agent_executions e on e.id = asked.execution_id
    join agent_tasks t on t.id = e.task_id
    join repos r on r.id = t.repo_id
    left join agent_configs c on c.project_id = r.project_id`;

/** A statement with a name may be planned once for a connection: one of a list isn't, as its length counts, and takes four times as long. */
const LOOK_AT_ONE = {
  name: "look_at_limit",
  text: lookFrom(
    "(select $1::uuid as execution_id, $2::uuid as credential_id, $3::text as data_key, 1 as place) as asked",
  ),
};
const LOOK = {
  name: "look_at_limits",
  text: lookFrom(
    "unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as asked (execution_id, credential_id, data_key, place)",
  ),
};

type Asked = Parameters<BudgetStore["look"]>[0];

/** Looks by one statement, which those share that ask at once. It writes nothing and waits for no lock. */
export function lookAtLimits(pool: Database["pool"]): BudgetStore["look"] {
  const look = gather<Asked, BudgetLook | null>({
    async ask(asked) {
      const rows = await query(pool, asked);
      const looks = new Map(rows.map(({ place, look }) => [place, look]));
      return asked.map((_, at) => looks.get(at + 1) ?? null);
    },
    laneOf: () => "",
    atOnce: STATEMENTS_AT_ONCE,
  });
  return async (asked) => {
    const found = await look(asked);
    if (found === null) {
      throw new CatalystError("not_found", "Looking up budgets failed: there is no such execution.");
    }
    return found;
  };
}

async function query(pool: Database["pool"], asked: readonly Asked[]): Promise<{ place: number; look: BudgetLook }[]> {
  const lists = [
    asked.map(({ executionId }) => executionId),
    asked.map(({ credential }) => credential?.id ?? null),
    asked.map(({ credential }) => credential?.wrappedDataKey ?? null),
  ];
  const isOne = asked.length === 1;
  const values: unknown[] = isOne ? lists.flat() : lists;
  return (await pool.query({ ...(isOne ? LOOK_AT_ONE : LOOK), values })).rows;
}
