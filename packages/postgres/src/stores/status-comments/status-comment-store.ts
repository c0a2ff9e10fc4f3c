import { type StatusComment, type StatusCommentStore, StatusComment as Stored } from "@catalyst/core/status-comment";
import type { Database, Transaction } from "../../database.ts";
import { and, desc, eq, inArray, sql } from "../../drizzle.ts";
import { changeTasks, type NoteChange } from "../../feed/change-tasks.ts";
import { repos } from "../../schema/accounts.ts";
import { agentExecutions } from "../../schema/executions.ts";
import { statusComments } from "../../schema/status-comments.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";

/** Those in which something is going on. */
const LIVE = ["pending", "provisioning", "running", "publishing"];

/** The comments of tasks on forges, in PostgreSQL. */
export function postgresStatusCommentStore({ drizzle }: Pick<Database, "drizzle">): StatusCommentStore {
  return hideValues<StatusCommentStore>({
    async get(taskId) {
      const [row] = await drizzle.select().from(statusComments).where(eq(statusComments.taskId, taskId));
      return row === undefined ? null : Stored.parse(row);
    },
    async begin(taskId, after) {
      const sequence = after + 1;
      const [row] = await drizzle
        .insert(statusComments)
        .values({ taskId, sequence })
        .onConflictDoUpdate({
          target: statusComments.taskId,
          set: { sequence },
          setWhere: eq(statusComments.sequence, after),
        })
        .returning();
      return row === undefined ? null : Stored.parse(row);
    },
    note: (comment) => changeTasks(drizzle, (tx, note) => noteComment(tx, note, comment)),
    async countLive(repoId) {
      const account = sql`substring(${repos.url} from '^[^/]*(?:/[^/]*){0,3}')`;
      const same = sql`(select ${account} from ${repos} where ${repos.id} = ${repoId})`;
      const [counted] = await drizzle
        .select({ count: sql`count(*)`.mapWith(Number) })
        .from(statusComments)
        .innerJoin(agentTasks, eq(agentTasks.id, statusComments.taskId))
        .innerJoin(repos, eq(repos.id, agentTasks.repoId))
        .where(and(inArray(agentTasks.status, LIVE), sql`${account} = ${same}`));
      return counted?.count ?? 0;
    },
  });
}

async function noteComment(tx: Transaction, note: NoteChange, comment: StatusComment): Promise<void> {
  const { taskId, sequence, url, ...posted } = comment;
  const isNewest = and(eq(statusComments.taskId, taskId), eq(statusComments.sequence, sequence));
  const noted = await tx
    .update(statusComments)
    .set({ ...posted, url })
    .where(isNewest)
    .returning({ taskId: statusComments.taskId });
  if (noted.length > 0 && url !== null) {
    await noteUrl(tx, note, { taskId, url });
  }
}

/** With the task's newest execution, and with its result where there is one by now. */
async function noteUrl(
  tx: Transaction,
  note: NoteChange,
  { taskId, url }: { taskId: string; url: string },
): Promise<void> {
  const list = JSON.stringify([url]);
  const posted = sql`coalesce(${agentTasks.resultPayload} -> 'commentsPosted', '[]')`;
  const isNewToResult = sql`${agentTasks.resultPayload} is not null and not ${posted} @> ${list}::jsonb`;
  await tx
    .update(agentTasks)
    .set({
      resultPayload: sql`jsonb_set(${agentTasks.resultPayload}, '{commentsPosted}', ${posted} || ${list}::jsonb)`,
    })
    .where(and(eq(agentTasks.id, taskId), isNewToResult));
  const [newest] = await tx
    .select({ id: agentExecutions.id })
    .from(agentExecutions)
    .where(eq(agentExecutions.taskId, taskId))
    .orderBy(desc(agentExecutions.startedAt))
    .limit(1);
  const isKnown = sql`exists (select from ${agentExecutions} as one
    where one.task_id = ${taskId} and one.comments_posted @> ${list}::jsonb)`;
  const told = await tx
    .update(agentExecutions)
    .set({ commentsPosted: sql`${agentExecutions.commentsPosted} || ${list}::jsonb` })
    .where(and(eq(agentExecutions.id, newest?.id ?? taskId), sql`not ${isKnown}`))
    .returning({ executionId: agentExecutions.id });
  for (const { executionId } of told) {
    note({ taskId, actor: null, body: { type: "comment_posted", executionId } });
  }
}
