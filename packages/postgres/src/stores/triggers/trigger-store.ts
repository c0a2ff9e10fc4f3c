import type { ActStores, Trigger, TriggerIdentity, TriggerStore } from "@catalyst/core/trigger";
import { SAME_EVENT_SECONDS } from "@catalyst/core/trigger";
import type { Database, Drizzle, Transaction } from "../../database.ts";
import { and, eq, or, sql } from "../../drizzle.ts";
import { changeTasksAsOne } from "../../feed/change-tasks.ts";
import { githubTriggers } from "../../schema/github.ts";
import { postgresAccountStore } from "../accounts/account-store.ts";
import { postgresRepoStore } from "../accounts/repo-store.ts";
import { cleanText } from "../clean-text.ts";
import { postgresBudgetStore } from "../executions/budget-store.ts";
import { postgresExecutionStore } from "../executions/execution-store.ts";
import { hideValues } from "../hide-values.ts";
import { postgresOutboxStore } from "../notifications/outbox-store.ts";
import { postgresMessageStore } from "../tasks/message-store.ts";
import { postgresTaskStore } from "../tasks/task-store.ts";
import { readTriggers } from "./read-triggers.ts";

/** Triggers in PostgreSQL. */
export function postgresTriggerStore(database: Database): TriggerStore {
  const { drizzle } = database;
  return hideValues<TriggerStore>({
    find: (identity) => find(drizzle, identity),
    findTask: readTriggers(database).findTask,
    findProposed: readTriggers(database).findProposed,
    listPushers: readTriggers(database).listPushers,
    once: (identity, work) =>
      changeTasksAsOne(database, async (within, tx) => {
        await lockSubject(tx, identity);
        const before = await find(within.drizzle, identity);
        if (before !== null) {
          return before;
        }
        const trigger = await work(storesOf(within));
        if (trigger !== null) {
          await tx.insert(githubTriggers).values(cleanText({ ...identity, ...trigger }));
        }
        return null;
      }),
  });
}

function storesOf(within: Database): ActStores {
  return {
    triggers: readTriggers(within),
    tasks: postgresTaskStore(within),
    messages: postgresMessageStore(within),
    executions: postgresExecutionStore(within),
    accounts: postgresAccountStore(within),
    repos: postgresRepoStore(within),
    budgets: postgresBudgetStore(within),
    outbox: postgresOutboxStore(within),
  };
}

/** Two things that happen to one issue at once take turns: the second sees what the first began. */
async function lockSubject(tx: Transaction, { repoId, number }: TriggerIdentity): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`github_triggers ${repoId}#${number}`}, 0))`);
}

async function find(drizzle: Drizzle, identity: TriggerIdentity): Promise<Trigger | null> {
  const { key, isFallback, repoId, number, kind, target, happenedAt } = identity;
  const isNear = sql`abs(extract(epoch from ${githubTriggers.happenedAt} - ${happenedAt})) <= ${SAME_EVENT_SECONDS}`;
  const isSame = and(
    ...[eq(githubTriggers.repoId, repoId), eq(githubTriggers.number, number), eq(githubTriggers.kind, kind)],
    ...[sql`${githubTriggers.target} is not distinct from ${target}`, isNear],
    isFallback ? undefined : eq(githubTriggers.isFallback, true),
  );
  const [row] = await drizzle
    .select()
    .from(githubTriggers)
    .where(or(eq(githubTriggers.key, key), isSame))
    .limit(1);
  return row === undefined ? null : (row as Trigger);
}
