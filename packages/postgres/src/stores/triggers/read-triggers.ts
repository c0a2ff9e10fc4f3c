import { AgentTask } from "@catalyst/core";
import type { ProposedResult, TriggerReads } from "@catalyst/core/trigger";
import type { Database, Drizzle } from "../../database.ts";
import { and, desc, eq, gt, inArray, notInArray, or, sql } from "../../drizzle.ts";
import { agentExecutions } from "../../schema/executions.ts";
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
    findProposed: (taskId) => findProposed(drizzle, taskId),
    listPushers: (of) => listPushers(drizzle, of),
    findAskedAt: (taskId) => findAskedAt(drizzle, taskId),
    async count({ actorId, repoId, number, botIds }) {
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
      const counts = row ?? { byAuthorThisHour: 0, inRepositoryToday: 0, automaticToday: 0, checkRounds: 0 };
      return { ...counts, byBotsInRow: await countInRow(drizzle, { repoId, number, botIds }) };
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

interface OfBots {
  repoId: string;
  number: number;
  botIds: readonly string[];
}

/** What bots began there since a person last began something. */
async function countInRow(drizzle: Drizzle, { repoId, number, botIds }: OfBots): Promise<number> {
  if (botIds.length === 0) {
    return 0;
  }
  const { actorId, isAutomatic, createdAt } = githubTriggers;
  const isWork = inArray(githubTriggers.act, ["submit", "message"]);
  const isHere = and(eq(githubTriggers.repoId, repoId), eq(githubTriggers.number, number), isWork);
  const isByPerson = and(isHere, notInArray(actorId, [...botIds]), eq(isAutomatic, false));
  const [last] = await drizzle
    .select({ at: createdAt })
    .from(githubTriggers)
    .where(isByPerson)
    .orderBy(desc(createdAt))
    .limit(1);
  const isSince = last === undefined ? undefined : gt(createdAt, last.at);
  return drizzle.$count(githubTriggers, and(isHere, inArray(actorId, [...botIds]), isSince));
}

async function findProposed(drizzle: Drizzle, taskId: string): Promise<ProposedResult | null> {
  const { result } = agentExecutions;
  const isProposed = sql`${result} -> 'publication' ->> 'kind' = 'pull_request'`;
  const [row] = await drizzle
    .select({
      number: sql<number>`(${result} -> 'publication' ->> 'number')::int`,
      headCommit: sql<string | null>`${result} ->> 'headCommit'`,
    })
    .from(agentExecutions)
    .where(and(eq(agentExecutions.taskId, taskId), isProposed))
    .orderBy(desc(agentExecutions.startedAt))
    .limit(1);
  return row ?? null;
}

const MAX_PUSHES = 100;

async function listPushers(drizzle: Drizzle, { taskId, since }: { taskId: string; since: Date }): Promise<string[]> {
  const { createdAt, actorLogin: login } = githubTriggers;
  const isPush = and(eq(githubTriggers.taskId, taskId), eq(githubTriggers.act, "note_push"), gt(createdAt, since));
  const rows = await drizzle.select({ login }).from(githubTriggers).where(isPush).orderBy(createdAt).limit(MAX_PUSHES);
  return [...new Set(rows.map((row) => row.login))];
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
