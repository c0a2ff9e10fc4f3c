import { type Actor, personOf } from "../../account/actor.ts";
import { type ProjectOfDeps, projectOf } from "../../account/project-of.ts";
import { forbidden, permitBeside } from "../../account/rights/permit.ts";
import { ASKED_NOTHING } from "../../execution/asked-execution.ts";
import { type FindRegisteredDeps, findRegistered } from "../../vcs/find-registered.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { RepoStore } from "../../vcs/repo-store.ts";
import { checkBranchName } from "../branch/choose-branch.ts";
import { purposeOf } from "../execution-purpose.ts";
import type { AgentTask } from "../task.ts";
import type { NewTask, TaskStore } from "../task-store.ts";
import { AskedWork } from "./asked-work.ts";
import { checkRace } from "./check-race.ts";
import { checkReview } from "./check-review.ts";
import { describeSource, type SourceFacts } from "./describe-source.ts";
import { type SealKeysDeps, sealKeys } from "./seal-keys.ts";
import type { AskedRepository, TaskRequest } from "./task-request.ts";

const ATTEMPT = "Asking for a task";

export interface SubmitTaskDeps extends SealKeysDeps, ProjectOfDeps {
  tasks: Pick<TaskStore, "create" | "get">;
  repos: Pick<RepoStore, "ensure"> & FindRegisteredDeps["repos"];
  environmentNamespace: string;
}

/**
 * The one door: checks what is certain without a look at the repository, then stores what was asked, an execution for each
 * agent, and what wakes a worker in one transaction. What depends on the repository is decided when an execution begins. A task
 * that is given an id is stored once. Throws `forbidden` for an actor that may ask for nothing.
 */
export async function submitTask(
  request: TaskRequest & { id?: string },
  actor: Actor,
  deps: SubmitTaskDeps,
): Promise<{ task: AgentTask; created: boolean }> {
  const source = describeSource(request);
  checkRace(request.agents, request.options);
  checkReview(request);
  if (request.branch !== null) {
    checkBranchName(request.branch, { baseBranch: null, repo: { url: "", defaultBranch: null }, trustedBranches: [] });
  }
  const repo = await ensureRepo({ ...request, ...source }, actor, deps);
  const taskId = request.id ?? deps.newId();
  const stored = request.id === undefined ? null : await deps.tasks.get(taskId);
  if (stored !== null) {
    return { task: stored, created: false };
  }
  const userId = askerOf(actor);
  const task = newTask(request, { id: taskId, repo, userId, source });
  return deps.tasks.create({
    task,
    executions: request.agents.map((agent) => ({
      id: deps.newId(),
      taskId,
      environmentNamespace: deps.environmentNamespace,
      askedBy: actor,
      asked: { ...ASKED_NOTHING, ...agent },
      purpose: request.options.requirePlanApproval ? "plan" : purposeOf(task),
      continuesId: null,
    })),
    credentials: await sealKeys({ keys: request.keys, taskId, userId, actor }, deps),
    actor,
    dedupeKey: request.dedupeKey === null ? null : `${userId}/${request.dedupeKey}`,
  });
}

async function ensureRepo(
  { repository, project }: { repository: AskedRepository } & Pick<TaskRequest, "project">,
  actor: Actor,
  deps: Pick<SubmitTaskDeps, "accounts" | "repos">,
): Promise<Repo> {
  if (repository.kind === "folder") {
    permitBeside({ actor, action: "name_folder", attempt: ATTEMPT });
  }
  const { id: projectId } = await projectOf({ actor, action: "ask_task", attempt: ATTEMPT, project }, deps);
  return repository.kind === "registered"
    ? findRegistered({ projectId, name: repository.name, attempt: ATTEMPT }, deps)
    : deps.repos.ensure({ projectId, ...locate(repository), defaultBranch: null });
}

function askerOf(actor: Actor): string {
  const userId = personOf(actor);
  if (userId === null) {
    throw forbidden(ATTEMPT);
  }
  return userId;
}

function locate(repository: Exclude<AskedRepository, { kind: "registered" }>): Pick<Repo, "vcs" | "url" | "name"> {
  const url = repository.kind === "folder" ? repository.path : repository.url;
  const last = url.split("/").findLast((part) => part !== "") ?? url;
  return { vcs: repository.kind === "folder" ? "local" : "github", url, name: last.replace(/\.git$/, "") };
}

function newTask(request: TaskRequest, of: { id: string; repo: Repo; userId: string; source: SourceFacts }): NewTask {
  const { options } = request;
  const { repository, head, ...source } = of.source;
  return {
    id: of.id,
    ...source,
    repoId: of.repo.id,
    asked: AskedWork.parse({ ...request, head }),
    askedHead: repository.kind === "folder" ? repository.head : null,
    branch: null,
    baseBranch: null,
    agentType: null,
    model: null,
    timeoutSeconds: null,
    status: "pending",
    assignedBy: of.userId,
    options: { ...options, trustedBase: null },
    plan: null,
    resultPayload: null,
    failureReason: null,
    errorMessage: null,
    way: null,
    cancelRequestedAt: null,
    isRepositoryLost: false,
    archivedAt: null,
    ending: null,
    startedAt: null,
    completedAt: null,
  };
}
