import type { Tool } from "../tool.ts";
import {
  approvePlan,
  archiveTask,
  cancelTask,
  publish,
  rejectPlan,
  resumeTask,
  retryTask,
  sendMessage,
  unarchiveTask,
  updateBranch,
} from "./act-tools.ts";
import { createTask } from "./create-task.ts";
import { getDiff } from "./get-diff.ts";
import { getLogs } from "./get-logs.ts";
import { listRepositories } from "./list-repositories.ts";
import { getTask, listAgents, listProjects, listTasks } from "./read-tools.ts";
import { waitTask } from "./wait-task.ts";

/** Every tool, by the name that models call it by. */
export const TOOLS = {
  create_task: createTask,
  list_tasks: listTasks,
  get_task: getTask,
  wait_task: waitTask,
  get_logs: getLogs,
  get_diff: getDiff,
  send_message: sendMessage,
  update_branch: updateBranch,
  approve_plan: approvePlan,
  reject_plan: rejectPlan,
  publish,
  cancel_task: cancelTask,
  retry_task: retryTask,
  resume_task: resumeTask,
  archive_task: archiveTask,
  unarchive_task: unarchiveTask,
  list_agents: listAgents,
  list_projects: listProjects,
  list_repositories: listRepositories,
} satisfies Record<string, Tool>;
