import type { AgentExecution } from "../../execution/execution.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { AgentTask } from "../task.ts";
import type { TaskStore } from "../task-store.ts";
import { type FindTaskInput, findTask } from "./find-task.ts";

/** The task that is meant, with its repository. Throws as `findTask` does. */
export async function readTask(
  input: FindTaskInput,
  deps: { tasks: Pick<TaskStore, "find">; repos: Pick<RepoStore, "get"> },
): Promise<{ task: AgentTask; repo: Repo | null }> {
  const task = await findTask(input, deps);
  return { task, repo: await deps.repos.get(task.repoId) };
}

/** The attempts at the task that is meant, the oldest first. Throws as `findTask` does. */
export async function listExecutions(
  input: FindTaskInput,
  deps: { tasks: Pick<TaskStore, "find">; executions: Pick<ExecutionStore, "listForTask"> },
): Promise<AgentExecution[]> {
  const { id } = await findTask(input, deps);
  return deps.executions.listForTask(id);
}
