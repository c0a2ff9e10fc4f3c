import type { TaskFilter } from "@catalyst/core";
import type { Drizzle } from "../../database.ts";
import { and, eq, inArray, isNotNull, isNull, lt, ne, sql } from "../../drizzle.ts";
import { repos } from "../../schema/accounts.ts";
import { agentTasks } from "../../schema/tasks.ts";
import { isNamed } from "../accounts/is-named.ts";
import { isTaskOf } from "../accounts/of-projects.ts";

/** Whether a task is one of those that are asked for. */
export function isWanted(
  drizzle: Drizzle,
  {
    projects,
    statuses,
    hasRefused = false,
    isArchived = false,
    repo,
    assignedBy,
    agentType,
    text,
    beforeNumber,
  }: Omit<TaskFilter, "limit">,
) {
  const isShown = hasRefused ? undefined : ne(agentTasks.status, "refused");
  return and(
    isTaskOf(drizzle, projects),
    statuses === undefined ? isShown : inArray(agentTasks.status, statuses),
    isArchived ? isNotNull(agentTasks.archivedAt) : isNull(agentTasks.archivedAt),
    repo === undefined ? undefined : isTaskOfNamed(drizzle, repo),
    assignedBy === undefined ? undefined : eq(agentTasks.assignedBy, assignedBy),
    agentType === undefined ? undefined : eq(agentTasks.agentType, agentType),
    text === undefined ? undefined : hasInTitle(text),
    beforeNumber === undefined ? undefined : lt(agentTasks.number, beforeNumber),
  );
}

/** In the form that the index of titles knows; the text itself has no signs that stand for others. */
function hasInTitle(text: string) {
  const literal = text.replaceAll(/[\\%_]/g, "\\$&");
  return sql`lower(${agentTasks.title}) like '%' || lower(${literal}) || '%'`;
}

function isTaskOfNamed(drizzle: Drizzle, repo: string) {
  return inArray(agentTasks.repoId, drizzle.select({ id: repos.id }).from(repos).where(isNamed(repo)));
}
