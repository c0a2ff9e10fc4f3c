import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { type LookedAtProjectsDeps, lookedAtProjects } from "../../account/teams/looked-at-projects.ts";
import { AgentId } from "../../agent/agent-id.ts";
import type { BudgetStore } from "../../budget/budget-store.ts";
import type { EventStore, ExecutionEvent } from "../../event/event.ts";
import type { ExecutionQueue } from "../../execution/execution-queue.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { TaskOutline, TaskStatus } from "../task.ts";
import type { TaskStore } from "../task-store.ts";
import { findDoing } from "./find-doing.ts";
import { findWaiting, type TaskWait } from "./find-waiting.ts";
import { findTaskRights, type TaskRights } from "./task-rights.ts";

export interface ListTasksInput {
  actor: Actor;
  /** Its name; null: any. */
  project?: string | null | undefined;
  /** Its slug: of its projects alone; null: of any, and of none. */
  team?: string | null | undefined;
  /** Empty: any. */
  statuses: TaskStatus[];
  /** Those as well that were refused before anything was done. */
  hasRefused: boolean;
  /** Those alone that were archived; absent: those that weren't. */
  isArchived?: boolean;
  /** Of a repository by its id, its name, its address, or the last parts of that; absent: of any. */
  repo?: string | undefined;
  /** Those alone that the actor asked for. */
  isMine?: boolean;
  /** Those alone that are one agent's, by its id or another name of it; absent: of any, and of none yet. */
  agent?: string | undefined;
  /** What stands in the title; absent: anything. */
  text?: string | undefined;
  limit: number;
  /** Those with a smaller number; null: the newest. */
  beforeNumber: number | null;
}

/** A task in a list, and how it waits for its place; null: it doesn't. `repositoryName` null: its repository is gone. */
export interface ListedTask {
  task: TaskOutline;
  /** What it does at this moment, its texts cut short; null: it doesn't run, or tells nothing. */
  doing: ExecutionEvent | null;
  waiting: TaskWait | null;
  repositoryName: string | null;
  /** What all its attempts have spent, as far as prices are known. */
  spentUsd: number;
  /** The login of the person in whose name it was asked for; null: they are gone. */
  askedBy: string | null;
  /** Of whoever looks. */
  rights: TaskRights;
}

export interface ListTasksDeps extends LookedAtProjectsDeps {
  accounts: LookedAtProjectsDeps["accounts"] & Pick<AccountStore, "getUser">;
  budgets: Pick<BudgetStore, "spentByTask">;
  repos: Pick<RepoStore, "get">;
  tasks: Pick<TaskStore, "list">;
  queue: Pick<ExecutionQueue, "listWaiting">;
  events: Pick<EventStore, "listDoing">;
}

/** A page of the tasks that the actor sees, the newest first. `nextBefore` null: there is no older one. */
export async function listTasks(
  {
    actor,
    project = null,
    team = null,
    statuses,
    isMine = false,
    agent,
    limit,
    beforeNumber,
    ...filter
  }: ListTasksInput,
  deps: ListTasksDeps,
): Promise<{ tasks: ListedTask[]; nextBefore: number | null }> {
  const found = await deps.tasks.list({
    ...filter,
    projects: await lookedAtProjects({ actor, project, team, attempt: "Listing tasks" }, deps),
    statuses: statuses.length === 0 ? undefined : statuses,
    assignedBy: isMine ? (personOf(actor) ?? undefined) : undefined,
    agentType: agent === undefined ? undefined : AgentId.parse(agent),
    beforeNumber: beforeNumber ?? undefined,
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const waiting = await findWaiting(page, deps.queue);
  const [repos, doing, spent, people, rightsIn] = await Promise.all([
    findRepositories(page, deps.repos),
    findDoing(page, deps.events),
    deps.budgets.spentByTask(page.map(({ id }) => id)),
    namePeople(page, deps.accounts),
    findTaskRights(actor, deps),
  ]);
  return {
    tasks: page.map((task) => ({
      task,
      doing: doing.get(task.id) ?? null,
      waiting: waiting.get(task.id) ?? null,
      repositoryName: repos.get(task.repoId)?.name ?? null,
      spentUsd: spent.get(task.id) ?? 0,
      askedBy: people.get(task.assignedBy) ?? null,
      rights: rightsIn(repos.get(task.repoId)?.projectId),
    })),
    nextBefore: found.length > limit ? (page.at(-1)?.number ?? null) : null,
  };
}

async function namePeople(
  tasks: readonly TaskOutline[],
  accounts: Pick<AccountStore, "getUser">,
): Promise<Map<string, string | undefined>> {
  const ids = [...new Set(tasks.map(({ assignedBy }) => assignedBy))];
  return new Map(await Promise.all(ids.map(async (id) => [id, (await accounts.getUser(id))?.login] as const)));
}

async function findRepositories(
  tasks: readonly TaskOutline[],
  repos: Pick<RepoStore, "get">,
): Promise<Map<string, Repo | null>> {
  const ids = [...new Set(tasks.map(({ repoId }) => repoId))];
  return new Map(await Promise.all(ids.map(async (id) => [id, await repos.get(id)] as const)));
}
