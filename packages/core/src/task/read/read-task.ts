import type { BudgetStore, TaskSpending } from "../../budget/budget-store.ts";
import type { EventStore } from "../../event/event.ts";
import type { UsageTotal } from "../../event/usage-total.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import type { ExecutionQueue } from "../../execution/execution-queue.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import { type FindTaskDeps, type FindTaskInput, findTask } from "./find-task.ts";
import { findWaiting } from "./find-waiting.ts";
import type { SeenTask } from "./list-tasks.ts";

type Executions = { executions: Pick<ExecutionStore, "listForTask"> };

/** The task that is meant, with its repository. Throws as `findTask` does. */
export async function readTask(
  input: FindTaskInput,
  deps: FindTaskDeps & { repos: Pick<RepoStore, "get">; queue: Pick<ExecutionQueue, "listWaiting"> },
): Promise<SeenTask & { repo: Repo | null }> {
  const task = await findTask(input, deps);
  const waiting = (await findWaiting([task], deps.queue)).get(task.id) ?? null;
  return { task, waiting, repo: await deps.repos.get(task.repoId) };
}

/** The attempts at the task that is meant, the oldest first. Throws as `findTask` does. */
export async function listExecutions(input: FindTaskInput, deps: FindTaskDeps & Executions): Promise<AgentExecution[]> {
  const { id } = await findTask(input, deps);
  return deps.executions.listForTask(id);
}

/** What the task that is meant has spent, of which limits, and what each attempt asked of models. Throws as `findTask` does. */
export async function readUsage(
  input: FindTaskInput,
  deps: FindTaskDeps & Executions & { events: Pick<EventStore, "totalUsage">; budgets: Pick<BudgetStore, "spent"> },
): Promise<{ spending: TaskSpending; executions: { executionId: string; usage: UsageTotal }[] }> {
  const executions = [];
  for (const { id: executionId } of await listExecutions(input, deps)) {
    executions.push({ executionId, usage: await deps.events.totalUsage(executionId) });
  }
  const { id } = await findTask(input, deps);
  return { spending: await deps.budgets.spent(id), executions };
}
