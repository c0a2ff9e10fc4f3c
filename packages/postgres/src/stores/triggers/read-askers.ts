import type { LimitReason, TriggerReads } from "@catalyst/core/trigger";
import type { Drizzle } from "../../database.ts";
import { and, eq, inArray, or, sql } from "../../drizzle.ts";
import { githubTriggers } from "../../schema/github.ts";

/** What accounts have asked for, and were told that they may not. */
export function readAskers(drizzle: Drizzle): Pick<TriggerReads, "hasAskedFor" | "countOutsiders" | "listLimitsTold"> {
  return {
    async hasAskedFor({ taskId, actorId }) {
      const isTheirs = and(eq(githubTriggers.taskId, taskId), eq(githubTriggers.actorId, actorId));
      const asking = and(isTheirs, inArray(githubTriggers.act, ["submit", "message", "join"]));
      return (await drizzle.$count(githubTriggers, asking)) > 0;
    },
    async listLimitsTold({ actorId, repoId, number }) {
      const { reason, createdAt } = githubTriggers;
      const isOfRepo = eq(githubTriggers.repoId, repoId);
      const told = [
        and(
          eq(reason, "too_many_by_author"),
          eq(githubTriggers.actorId, actorId),
          sql`${createdAt} > now() - interval '1 hour'`,
        ),
        and(eq(reason, "too_many_in_repository"), isOfRepo),
        and(inArray(reason, ["too_many_turns", "too_many_by_bots"]), isOfRepo, eq(githubTriggers.number, number)),
      ];
      const rows = await drizzle
        .selectDistinct({ reason })
        .from(githubTriggers)
        .where(and(sql`${createdAt} > now() - interval '1 day'`, or(...told)));
      return rows.map((row) => row.reason as LimitReason);
    },
    async countOutsiders({ actorId, repoId, number }) {
      const isHere = and(eq(githubTriggers.actorId, actorId), eq(githubTriggers.number, number));
      const isOfHour = sql`${githubTriggers.createdAt} > now() - interval '1 hour'`;
      const isTold = and(eq(githubTriggers.repoId, repoId), eq(githubTriggers.reason, "outsider"));
      return {
        here: await drizzle.$count(githubTriggers, and(isTold, isHere)),
        thisHour: await drizzle.$count(githubTriggers, and(isTold, isOfHour)),
      };
    },
  };
}
