import { OUTBOX_LIFETIME_SECONDS } from "@catalyst/core/notification";
import { type AnswerPayload, writtenOfKey } from "@catalyst/core/trigger";
import type { Transaction } from "../../database.ts";
import { and, eq, gt, inArray, lte, sql } from "../../drizzle.ts";
import { githubTriggers } from "../../schema/github.ts";
import { outbox } from "../../schema/notifications.ts";
import { taskChanges } from "../../schema/tasks.ts";

const PUSHED = ["pull_request", "branch"];
const TYPE = sql`${taskChanges.body} ->> 'type'`;

/**
 * Writes into the outbox that what comments asked for is where people find it, of each result that these changes tell of, for
 * those that were written since it was so with a result before. Returns how many.
 */
export async function writePushedItems(
  tx: Transaction,
  { after, upTo }: { after: number; upTo: number },
): Promise<number> {
  const before = sql`(select max(earlier.at) from ${taskChanges} earlier
    where earlier.task_id = ${taskChanges.taskId} and earlier.position < ${taskChanges.position}
      and earlier.body ->> 'type' = 'published' and ${inArray(sql`earlier.body ->> 'publication'`, PUSHED)})`;
  const rows = await tx
    .select({
      ...{ key: githubTriggers.key, repoId: githubTriggers.repoId, number: githubTriggers.number },
      taskId: taskChanges.taskId,
    })
    .from(taskChanges)
    .innerJoin(githubTriggers, eq(githubTriggers.taskId, taskChanges.taskId))
    .where(
      and(
        ...[gt(taskChanges.position, after), lte(taskChanges.position, upTo), eq(TYPE, "published")],
        inArray(sql`${taskChanges.body} ->> 'publication'`, PUSHED),
        inArray(githubTriggers.act, ["submit", "message"]),
        sql`${githubTriggers.createdAt} <= ${taskChanges.at}`,
        sql`${githubTriggers.createdAt} > coalesce(${before}, '-infinity')`,
      ),
    );
  const items = rows.flatMap((row) => itemsOf(row));
  if (items.length > 0) {
    await tx.insert(outbox).values(items).onConflictDoNothing({ target: outbox.key });
  }
  return items.length;
}

interface AskedBy {
  key: string;
  repoId: string;
  number: number;
  taskId: string;
}

function itemsOf({ key, repoId, number, taskId }: AskedBy) {
  const to = writtenOfKey(key);
  if (to === null) {
    return [];
  }
  const payload: AnswerPayload = { repoId, answer: { does: "react", to, reaction: "pushed" } };
  return {
    ...{ key: `forge_answer:pushed:${key}`, kind: "forge_answer", lane: `forge_answer:${repoId}#${number}` },
    ...{ taskId, payload, expiresAt: sql`now() + make_interval(secs => ${OUTBOX_LIFETIME_SECONDS})` },
  };
}
