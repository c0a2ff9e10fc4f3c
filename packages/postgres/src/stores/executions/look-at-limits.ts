import { type BudgetLook, type BudgetStore, CatalystError } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { gather } from "../gather.ts";

const STATEMENTS_AT_ONCE = 2;

/** A statement with a name is planned once for a connection. */
const LOOK = {
  name: "look_at_limits",
  text: `
  select asked.place::integer as place, case
    when credential_id is not null and not exists (select from agent_credentials a
      where a.id = credential_id and a.sign_in_needed is null and a.wrapped_data_key = data_key) then 'credential_changed'
    when num_nonnulls(budgets -> 'execution' ->> 'usd', budgets -> 'execution' ->> 'tokens',
      t.options -> 'budget' ->> 'usd', t.options -> 'budget' ->> 'tokens', budgets -> 'task' ->> 'usd', budgets -> 'task' ->> 'tokens',
      budgets -> 'project' ->> 'usd', budgets -> 'project' ->> 'tokens', budgets -> 'day' ->> 'usd', budgets -> 'day' ->> 'tokens') > 0
      then 'limited'
    else 'free' end as look
  from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality as asked (execution_id, credential_id, data_key, place)
    join agent_executions e on e.id = asked.execution_id
    join agent_tasks t on t.id = e.task_id
    join repos r on r.id = t.repo_id
    left join agent_configs c on c.project_id = r.project_id`,
};

type Asked = Parameters<BudgetStore["look"]>[0];

/** Looks by one statement, which those share that ask at once. It writes nothing and waits for no lock. */
export function lookAtLimits(pool: Database["pool"]): BudgetStore["look"] {
  const look = gather<Asked, BudgetLook | null>({
    async ask(asked) {
      const values = [
        asked.map(({ executionId }) => executionId),
        asked.map(({ credential }) => credential?.id ?? null),
        asked.map(({ credential }) => credential?.wrappedDataKey ?? null),
      ];
      const { rows } = await pool.query<{ place: number; look: BudgetLook }>({ ...LOOK, values });
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
