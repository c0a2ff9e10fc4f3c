import type { Drizzle } from "../../database.ts";
import { inArray } from "../../drizzle.ts";
import { repos } from "../../schema/accounts.ts";
import { agentTasks } from "../../schema/tasks.ts";

/** The ids of the projects' repositories. */
function reposOf(drizzle: Drizzle, projects: readonly string[]) {
  return drizzle
    .select({ id: repos.id })
    .from(repos)
    .where(inArray(repos.projectId, [...projects]));
}

/** Whether a task is of one of the projects. */
export function isTaskOf(drizzle: Drizzle, projects: readonly string[]) {
  return inArray(agentTasks.repoId, reposOf(drizzle, projects));
}

/** The ids of the projects' tasks. */
export function tasksOf(drizzle: Drizzle, projects: readonly string[]) {
  return drizzle.select({ id: agentTasks.id }).from(agentTasks).where(isTaskOf(drizzle, projects));
}
