import type { ForgeRequestStore } from "@catalyst/core";
import type { Database } from "../../database.ts";
import { and, desc, eq, inArray } from "../../drizzle.ts";
import { githubTriggers } from "../../schema/github.ts";

/** Of keys that are made of a comment's number. */
const COMMENT = /\/r?comment:(\d{1,20})$/;

export function postgresForgeRequestStore({ drizzle }: Pick<Database, "drizzle">): ForgeRequestStore {
  return {
    async findLast(taskId) {
      const { key, happenedAt: at } = githubTriggers;
      const isRequest = inArray(githubTriggers.act, ["submit", "message"]);
      const [row] = await drizzle
        .select({ key, at })
        .from(githubTriggers)
        .where(and(eq(githubTriggers.taskId, taskId), isRequest))
        .orderBy(desc(at))
        .limit(1);
      return row === undefined ? null : { at: row.at, commentId: COMMENT.exec(row.key)?.[1] ?? null };
    },
  };
}
