import type { AccountStore } from "../../account/account-store.ts";
import type { BudgetStore, TaskSpending } from "../../budget/budget-store.ts";
import type { EventStore, ExecutionEvent } from "../../event/event.ts";
import type { UsageTotal } from "../../event/usage-total.ts";
import type { AgentExecution } from "../../execution/execution.ts";
import type { ExecutionQueue } from "../../execution/execution-queue.ts";
import type { ExecutionStore } from "../../execution/execution-store.ts";
import { findKeptUntil } from "../../retention/find-kept-until.ts";
import type { Retention } from "../../retention/retention.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { AgentTask } from "../task.ts";
import { findDoing } from "./find-doing.ts";
import { type FindTaskDeps, type FindTaskInput, findTask } from "./find-task.ts";
import { findWaiting, type TaskWait } from "./find-waiting.ts";
import { findTaskRights, type TaskRights } from "./task-rights.ts";

interface Executions {
  executions: Pick<ExecutionStore, "listForTask">;
}

export interface ReadTaskDeps extends FindTaskDeps, Executions {
  accounts: FindTaskDeps["accounts"] & Pick<AccountStore, "getUser">;
  budgets: Pick<BudgetStore, "spentByTask">;
  repos: Pick<RepoStore, "get">;
  queue: Pick<ExecutionQueue, "listWaiting">;
  events: Pick<EventStore, "listDoing">;
  retention: Pick<Retention, "results">;
}

/** A task with its repository, and how it waits for its place; null: it doesn't. */
export interface ReadTask {
  task: AgentTask;
  /** What it does at this moment, its texts cut short; null: it doesn't run, or tells nothing. */
  doing: ExecutionEvent | null;
  waiting: TaskWait | null;
  repo: Repo | null;
  /** Until when what is kept of its result is kept; null: nothing is. */
  keptUntil: Date | null;
  /** What all its attempts have spent, as far as prices are known. */
  spentUsd: number;
  /** The login of the person in whose name it was asked for; null: they are gone. */
  askedBy: string | null;
  /** Of whoever looks. */
  rights: TaskRights;
}

/** The task that is meant. Throws as `findTask` does. */
export async function readTask(input: FindTaskInput, deps: ReadTaskDeps): Promise<ReadTask> {
  const task = await findTask(input, deps);
  const [waiting, doing, repo, executions, spent, person, rightsIn] = await Promise.all([
    findWaiting([task], deps.queue),
    findDoing([task], deps.events),
    deps.repos.get(task.repoId),
    deps.executions.listForTask(task.id),
    deps.budgets.spentByTask([task.id]),
    deps.accounts.getUser(task.assignedBy),
    findTaskRights(input.actor, deps),
  ]);
  return {
    ...{ task, doing: doing.get(task.id) ?? null, waiting: waiting.get(task.id) ?? null, repo },
    ...{ keptUntil: findKeptUntil(task, executions, deps.retention), spentUsd: spent.get(task.id) ?? 0 },
    ...{ askedBy: person?.login ?? null, rights: rightsIn(repo?.projectId) },
  };
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
