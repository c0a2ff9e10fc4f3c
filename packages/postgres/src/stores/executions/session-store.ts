import type { SessionStore } from "@catalyst/core";
import type { Database, Transaction } from "../../database.ts";
import { alias, and, desc, eq, isNull, or, sql } from "../../drizzle.ts";
import { agentExecutions, agentSessions } from "../../schema/executions.ts";
import { hideValues } from "../hide-values.ts";

/** Sessions in PostgreSQL, as opaque bytes. They go when their execution goes. */
export function postgresSessionStore({ drizzle }: Database): SessionStore {
  return hideValues<SessionStore>({
    save: (executionId, content) =>
      drizzle.transaction(async (tx) => {
        if (!(await isUnfinished(tx, executionId))) {
          return false;
        }
        const replaced = { content, createdAt: sql`now()` };
        await tx
          .insert(agentSessions)
          .values({ executionId, content })
          .onConflictDoUpdate({ target: agentSessions.executionId, set: replaced });
        await deleteOutdated(tx, executionId);
        return true;
      }),
    async findFor(executionId) {
      const continued = alias(agentExecutions, "continued");
      const isSame = and(
        eq(continued.id, agentExecutions.continuesId),
        eq(continued.taskId, agentExecutions.taskId),
        eq(continued.agentType, agentExecutions.agentType),
      );
      const isOwn = eq(agentSessions.executionId, agentExecutions.id);
      const [row] = await drizzle
        .select({ content: agentSessions.content })
        .from(agentExecutions)
        .leftJoin(continued, isSame)
        .innerJoin(agentSessions, or(isOwn, eq(agentSessions.executionId, continued.id)))
        .where(eq(agentExecutions.id, executionId))
        .orderBy(desc(isOwn))
        .limit(1);
      return row?.content ?? null;
    },
    has: async (executionId) => (await drizzle.$count(agentSessions, eq(agentSessions.executionId, executionId))) > 0,
  });
}

/** The lock lets an end that comes at the same time wait, and the other way round. */
async function isUnfinished(tx: Transaction, executionId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: agentExecutions.id })
    .from(agentExecutions)
    .where(and(eq(agentExecutions.id, executionId), isNull(agentExecutions.endedAt)))
    .for("update");
  return rows.length === 1;
}

async function deleteOutdated(tx: Transaction, executionId: string): Promise<void> {
  await tx.execute(sql`
    with recursive past as (
      select ${agentExecutions.continuesId} as id, 1 as distance from ${agentExecutions} where ${agentExecutions.id} = ${executionId}
      union all
      select ${agentExecutions.continuesId}, past.distance + 1 from ${agentExecutions} join past on ${agentExecutions.id} = past.id
    )
    delete from ${agentSessions} where ${agentSessions.executionId} in (select id from past where distance > 1)
  `);
}
