import type { Actor } from "../../account/actor.ts";
import type { TaskStatus } from "../../task/task.ts";
import type { TaskStore } from "../../task/task-store.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import type { GitHubInstallationStore } from "../app/installation-store.ts";

const UNFINISHED: TaskStatus[] = [
  ...(["pending", "provisioning", "running"] as const),
  ...(["awaiting_approval", "paused_budget", "publishing"] as const),
];
const PAGE_SIZE = 100;
const SYSTEM: Actor = { kind: "system" };

export interface EndLostWorkDeps {
  installations: Pick<GitHubInstallationStore, "listShowing">;
  repos: Pick<RepoStore, "listOfForge">;
  tasks: Pick<TaskStore, "list" | "requestCancel">;
}

/**
 * Has the unfinished tasks end of repositories that no App of ours is shown any more: nothing of them could be published, and what
 * they came to is kept.
 */
export async function endLostWork(
  { host, repositoryIds }: { host: string; repositoryIds: readonly number[] },
  deps: EndLostWorkDeps,
): Promise<void> {
  for (const repositoryId of repositoryIds) {
    const showing = await deps.installations.listShowing({ host, repositoryId });
    if (showing.every(({ suspendedAt }) => suspendedAt !== null)) {
      for (const repo of await deps.repos.listOfForge({ host, id: repositoryId })) {
        await endTasksOf(repo, deps);
      }
    }
  }
}

async function endTasksOf({ id: repo, projectId }: Repo, { tasks }: EndLostWorkDeps): Promise<void> {
  let beforeNumber: number | undefined;
  for (;;) {
    const filter = { projects: [projectId], repo, statuses: UNFINISHED, limit: PAGE_SIZE, beforeNumber };
    const page = await tasks.list(filter);
    for (const { id } of page) {
      await tasks.requestCancel(id, SYSTEM, { isRepositoryLost: true });
    }
    beforeNumber = page.at(-1)?.number;
    if (page.length < PAGE_SIZE) {
      return;
    }
  }
}
