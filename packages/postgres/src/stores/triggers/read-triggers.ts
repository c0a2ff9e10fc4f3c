import { AgentTask } from "@catalyst/core";
import type { TriggerReads } from "@catalyst/core/trigger";
import type { Database, Drizzle } from "../../database.ts";
import { and, desc, eq, inArray, or, sql } from "../../drizzle.ts";
import { githubTriggers } from "../../schema/github.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { readAskers } from "./read-askers.ts";

/** What PostgreSQL has of issues and pull requests. */
export function readTriggers({ drizzle }: Database): TriggerReads {
  return {
    ...readAskers(drizzle),
    async findTask({ repoId, number, branch }) {
      const isAbout = and(
        eq(agentTasks.sourceNumber, number),
        inArray(agentTasks.sourceType, ["github_issue", "github_pr"]),
      );
      const isItsBranch = branch === null ? undefined : and(eq(agentTasks.branch, branch), isWork);
      const [row] = await drizzle
        .select()
        .from(agentTasks)
        .where(and(eq(agentTasks.repoId, repoId), or(isAbout, isItsBranch)))
        .orderBy(...(isItsBranch === undefined ? [] : [desc(isItsBranch)]), desc(agentTasks.number))
        .limit(1);
      return row === undefined ? null : AgentTask.parse(row);
    },
    findAskedAt: (taskId) => findAskedAt(drizzle, taskId),
    async count({ actorId, repoId, number }) {
      const isOfRepo = eq(githubTriggers.repoId, repoId);
      const isOfSubject = and(isOfRepo, eq(githubTriggers.number, number));
      const isWork = inArray(githubTriggers.act, ["submit", "message"]);
      const since = (hours: number) => sql`${githubTriggers.createdAt} > now() - make_interval(hours => ${hours})`;
      const count = (...of: unknown[]) => sql<number>`count(*) filter (where ${and(...(of as never[]))})::int`;
      const [row] = await drizzle
        .select({
          byAuthorThisHour: count(eq(githubTriggers.actorId, actorId), since(1)),
          inRepositoryToday: count(isOfRepo, since(24), eq(githubTriggers.act, "submit")),
          automaticToday: count(isOfSubject, since(24), eq(githubTriggers.isAutomatic, true)),
          checkRounds: count(isOfSubject, eq(githubTriggers.kind, "checks_failed")),
        })
        .from(githubTriggers)
        .where(and(isWork, or(isOfSubject, and(since(24), or(isOfRepo, eq(githubTriggers.actorId, actorId))))));
      return row ?? { byAuthorThisHour: 0, inRepositoryToday: 0, automaticToday: 0, checkRounds: 0 };
    },
    async isQuiet({ repoId, number }) {
      const [row] = await drizzle
        .select({ act: githubTriggers.threadAct })
        .from(githubTriggers)
        .where(
          and(
            ...[eq(githubTriggers.repoId, repoId), eq(githubTriggers.number, number)],
            inArray(githubTriggers.threadAct, ["leave_thread", "follow_thread"]),
          ),
        )
        .orderBy(desc(githubTriggers.createdAt))
        .limit(1);
      return row?.act === "leave_thread";
    },
  };
}

async function findAskedAt(drizzle: Drizzle, taskId: string): Promise<Date | null> {
  const [row] = await drizzle
    .select({ at: githubTriggers.happenedAt })
    .from(githubTriggers)
    .where(and(eq(githubTriggers.taskId, taskId), inArray(githubTriggers.act, ["submit", "join", "message"])))
    .orderBy(desc(githubTriggers.happenedAt))
    .limit(1);
  return row?.at ?? null;
}

/** A review proposes nothing: its branch is the one that it looks at. */
const isWork = sql`${agentTasks.taskType} <> 'pr_review'`;
