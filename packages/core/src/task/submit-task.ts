import type { AgentId } from "../agent/agent-id.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { Repo } from "../vcs/repo.ts";
import { checkEnabled } from "./check-enabled.ts";
import { chooseBranch, type FindBranchProblem } from "./choose-branch.ts";
import { type AgentTask, TaskContext, type TaskOptions, type TaskSourceType, type TaskType } from "./task.ts";
import type { NewTask, TaskStore } from "./task-store.ts";

export interface AgentChoice {
  agentType: AgentId;
  /** null: the agent's own default. */
  model: string | null;
}

export interface DecidedTask {
  /** Chosen by the caller, so that a credential can be sealed for the task. */
  taskId: string;
  taskType: TaskType;
  sourceType: TaskSourceType;
  sourceUrl: string | null;
  sourceNumber: number | null;
  repo: Repo;
  /** Several race on the task; the first names it. */
  agents: readonly [AgentChoice, ...AgentChoice[]];
  options: TaskOptions;
  /** null: named after the task. */
  branch: string | null;
  baseBranch: string;
  /** null: what the base is when the work begins. */
  baseCommit: string | null;
  timeoutSeconds: number;
  assignedBy: string;
  context: TaskContext;
  /** Keys for this task alone. */
  credentials: AgentCredential[];
  /** Requests with the same key are one task while it is unfinished. */
  dedupeKey: string | null;
}

export interface SubmitTaskDeps {
  tasks: Pick<TaskStore, "create">;
  /** The agents that the project enabled; null: the owner of the project asks, who may use any. */
  enabledAgents: readonly AgentId[] | null;
  /** Beside the default branch. */
  trustedBranches: readonly string[];
  environmentNamespace: string;
  findBranchProblem: FindBranchProblem;
  newId: () => string;
}

/** The one door: checks the request, then stores the task, its first execution and its job in one transaction. */
export async function submitTask(
  request: DecidedTask,
  deps: SubmitTaskDeps,
): Promise<{ task: AgentTask; created: boolean }> {
  for (const { agentType } of request.agents) {
    checkEnabled(agentType, deps.enabledAgents);
  }
  checkRace(request);
  const { trustedBranches, findBranchProblem } = deps;
  const branch = await chooseBranch({ ...request, title: request.context.title, trustedBranches }, findBranchProblem);
  if (request.credentials.some(({ taskId }) => taskId !== request.taskId)) {
    throw new CatalystError(
      "forbidden",
      "Submitting the task failed: the credential belongs to another task. Seal it for this one.",
    );
  }
  return deps.tasks.create({
    task: newTask(request, branch),
    executions: request.agents.map((agent) => ({
      ...agent,
      id: deps.newId(),
      taskId: request.taskId,
      environmentNamespace: deps.environmentNamespace,
      purpose: request.options.requirePlanApproval ? "plan" : "work",
      continuesId: null,
    })),
    credentials: request.credentials,
    dedupeKey: request.dedupeKey,
    actor: { kind: "owner", userId: request.assignedBy },
  });
}

function checkRace({ agents, options }: DecidedTask): void {
  if (agents.length > 1 !== (options.race !== null)) {
    throw new CatalystError("invalid_input", "A race needs two agents or more, and several agents need a race.");
  }
  if (options.race !== null && options.requirePlanApproval) {
    throw new CatalystError(
      "invalid_input",
      "Several agents can't race with a plan to approve: each would make its own. Take one agent, or leave out the plan.",
    );
  }
}

function newTask(request: DecidedTask, branch: string): NewTask {
  const { taskId, repo, context, agents, credentials: _credentials, dedupeKey: _dedupeKey, ...rest } = request;
  return {
    ...rest,
    ...agents[0],
    id: taskId,
    repoId: repo.id,
    branch,
    contextPayload: TaskContext.parse(context),
    status: "pending",
    environmentId: null,
    plan: null,
    resultPayload: null,
    failureReason: null,
    errorMessage: null,
    cancelRequestedAt: null,
    startedAt: null,
    completedAt: null,
  };
}
