import type { SeenTrigger, TriggerLog } from "@catalyst/core/trigger";
import type { Database } from "../../database.ts";
import { desc, eq, getTableColumns, inArray } from "../../drizzle.ts";
import { repos } from "../../schema/accounts.ts";
import { githubTriggers } from "../../schema/github.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { hideValues } from "../hide-values.ts";

const {
  isFallback: _fallback,
  repoId: _repo,
  target: _target,
  threadAct: _thread,
  ...OTHERS
} = getTableColumns(githubTriggers);
const { actorId: _actor, taskId: _task, createdAt: decidedAt, ...SEEN } = OTHERS;

/** What was decided, as PostgreSQL has it. */
export function postgresTriggerLog({ drizzle }: Database): TriggerLog {
  return hideValues<TriggerLog>({
    async listTriggers({ projects, limit }) {
      const rows = await drizzle
        .select({ ...SEEN, decidedAt, repositoryName: repos.name, taskNumber: agentTasks.number })
        .from(githubTriggers)
        .innerJoin(repos, eq(repos.id, githubTriggers.repoId))
        .leftJoin(agentTasks, eq(agentTasks.id, githubTriggers.taskId))
        .where(inArray(repos.projectId, [...projects]))
        .orderBy(desc(githubTriggers.createdAt), desc(githubTriggers.key))
        .limit(limit);
      // Words of a newer version are passed on.
      return rows as SeenTrigger[];
    },
  });
}
