import { OUTBOX_LIFETIME_SECONDS } from "@catalyst/core/notification";
import type { StatusPayload } from "@catalyst/core/status-comment";
import type { Transaction } from "../../database.ts";
import { and, asc, eq, gt, inArray, isNotNull, lte, sql } from "../../drizzle.ts";
import { outbox } from "../../schema/notifications.ts";
import { agentTasks, taskChanges } from "../../schema/tasks.ts";

/** Changes after which a task's comment says something else. */
const TOLD = ["created", "status", "execution_added", "execution_resolved", "published", "ending_noted"];
const WITH_THREAD = ["github_issue", "github_pr"];
/** As long as an execution may ever take. */
const PROGRESS_LIFETIME_SECONDS = 30 * 24 * 60 * 60;
const FIRST_PROGRESS_SECONDS = 30;

/**
 * Writes into the outbox what these changes mean to comments on forges: of each task once what became of it, and for each new
 * execution one item that tells its progress until it has ended. Returns how many.
 */
export async function writeStatusItems(
  tx: Transaction,
  { after, upTo }: { after: number; upTo: number },
): Promise<number> {
  const rows = await tx
    .select({
      taskId: taskChanges.taskId,
      position: taskChanges.position,
      type: sql<string>`${taskChanges.body} ->> 'type'`,
      executionId: sql<string | null>`${taskChanges.body} ->> 'executionId'`,
    })
    .from(taskChanges)
    .innerJoin(agentTasks, eq(agentTasks.id, taskChanges.taskId))
    .where(
      and(
        gt(taskChanges.position, after),
        lte(taskChanges.position, upTo),
        inArray(sql`${taskChanges.body} ->> 'type'`, TOLD),
        inArray(agentTasks.sourceType, WITH_THREAD),
        isNotNull(agentTasks.sourceNumber),
        sql`${taskChanges.at} > now() - make_interval(secs => ${OUTBOX_LIFETIME_SECONDS})`,
      ),
    )
    .orderBy(asc(taskChanges.position));
  // Of several changes the last one's item tells what all of them came to.
  const states = [...new Map(rows.map((row) => [row.taskId, row])).values()];
  const begun = rows.flatMap(({ type, taskId, executionId }) =>
    type === "execution_added" && executionId !== null ? [{ taskId, executionId }] : [],
  );
  const items = [
    ...states.map(({ taskId, position }) => stateItem(taskId, position)),
    ...begun.map(({ taskId, executionId }) => progressItem(taskId, executionId)),
  ];
  if (items.length > 0) {
    await tx.insert(outbox).values(items).onConflictDoNothing({ target: outbox.key });
  }
  return items.length;
}

function stateItem(taskId: string, position: number) {
  const key = `status_comment:${taskId}:${position}`;
  return { ...itemOf(taskId, { tells: "state" }, OUTBOX_LIFETIME_SECONDS), key, dueAt: sql`now()` };
}

function progressItem(taskId: string, executionId: string) {
  const key = `status_comment:${taskId}:${executionId}`;
  const dueAt = sql`now() + make_interval(secs => ${FIRST_PROGRESS_SECONDS})`;
  return { ...itemOf(taskId, { tells: "progress", executionId }, PROGRESS_LIFETIME_SECONDS), key, dueAt };
}

/** All that is told of a task in a comment goes one after another. */
function itemOf(taskId: string, payload: StatusPayload, lifetimeSeconds: number) {
  const expiresAt = sql`now() + make_interval(secs => ${lifetimeSeconds})`;
  return { kind: "status_comment", lane: `status_comment:${taskId}`, taskId, payload, expiresAt };
}
