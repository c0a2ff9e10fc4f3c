import type { TriggerReads } from "@catalyst/core/trigger";
import type { Drizzle } from "../../database.ts";
import { and, eq, inArray, sql } from "../../drizzle.ts";
import { githubTriggers } from "../../schema/github.ts";

/** What accounts have asked for, and were told that they may not. */
export function readAskers(drizzle: Drizzle): Pick<TriggerReads, "hasAskedFor" | "countOutsiders"> {
  return {
    async hasAskedFor({ taskId, actorId }) {
      const isTheirs = and(eq(githubTriggers.taskId, taskId), eq(githubTriggers.actorId, actorId));
      const asking = and(isTheirs, inArray(githubTriggers.act, ["submit", "message", "join"]));
      return (await drizzle.$count(githubTriggers, asking)) > 0;
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
