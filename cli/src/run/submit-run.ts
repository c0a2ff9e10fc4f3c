import { randomUUID } from "node:crypto";
import type { AgentDefinition } from "@catalyst/agents";
import {
  type AgentCredential,
  type AgentTask,
  type DecidedTask,
  sealCredential,
  submitTask,
  type TaskOptions,
  type User,
} from "@catalyst/core";
import { findNameProblem } from "@catalyst/git";
import type { Stores } from "../open-stores.ts";
import { type CredentialChoice, chooseCredential } from "./choose-credential.ts";
import type { RunRepository } from "./find-repository.ts";
import type { TaskText } from "./read-issue.ts";
import { registerRepository } from "./register-repository.ts";

/** The provider of environments on one machine. */
export const ENVIRONMENT_NAMESPACE = "local";

export interface RunRequest {
  text: TaskText;
  isIssue: boolean;
  repository: RunRepository;
  /** Several race. */
  agents: readonly [ReadyAgent, ...ReadyAgent[]];
  options: TaskOptions;
  branch: string | null;
  timeoutSeconds: number;
  /** null: any. */
  enabledAgents: readonly string[] | null;
  trustedBranches: readonly string[];
  user: User;
}

/** An agent that is installed, and the key that it will use. */
export interface ReadyAgent {
  agent: AgentDefinition;
  model: string | null;
  choice: CredentialChoice;
}

/** Stores the task with the key that it will use, and what wakes a worker. */
export async function submitRun(request: RunRequest, stores: Stores): Promise<AgentTask> {
  const { agents, repository, text, user } = request;
  const repo = await registerRepository(repository, stores);
  const taskId = randomUUID();
  const { task } = await submitTask(
    {
      taskId,
      taskType: request.isIssue ? "issue" : "prompt",
      sourceType: request.isIssue ? "issue_file" : "prompt",
      sourceUrl: null,
      sourceNumber: null,
      repo,
      agents: toChoices(agents),
      options: request.options,
      branch: request.branch,
      baseBranch: repository.baseBranch,
      baseCommit: repository.baseCommit,
      timeoutSeconds: request.timeoutSeconds,
      assignedBy: user.id,
      context: { ...text, prDiff: null },
      credentials: await sealForAll({ agents, taskId, user }, stores),
      dedupeKey: null,
    },
    {
      tasks: stores.tasks,
      enabledAgents: request.enabledAgents,
      trustedBranches: request.trustedBranches,
      environmentNamespace: ENVIRONMENT_NAMESPACE,
      findBranchProblem: (branch) => findNameProblem(repository, { branch, isNew: true }),
      newId: randomUUID,
    },
  );
  return task;
}

function toChoices([first, ...others]: RunRequest["agents"]): DecidedTask["agents"] {
  const toChoice = ({ agent, model }: ReadyAgent) => ({ agentType: agent.id, model });
  return [toChoice(first), ...others.map(toChoice)];
}

/** Agents that use the same provider share its key. */
async function sealForAll(
  { agents, ...whose }: Pick<RunRequest, "agents" | "user"> & { taskId: string },
  stores: Pick<Stores, "openSealing">,
): Promise<AgentCredential[]> {
  const sealed = new Map<string, AgentCredential>();
  for (const { choice } of agents) {
    for (const credential of await sealForTask({ choice, ...whose }, stores)) {
      sealed.set(credential.provider, credential);
    }
  }
  return [...sealed.values()];
}

/** The key that the agent would use now. Throws `credential_missing` where there is none. */
export async function chooseFor(
  input: { agent: AgentDefinition; user: User; variables: Record<string, string> },
  { credentials }: Pick<Stores, "credentials">,
): Promise<CredentialChoice> {
  const stored = await credentials.list({ kind: "user", userId: input.user.id });
  return chooseCredential({
    agentName: input.agent.name,
    providers: input.agent.providers,
    stored,
    variables: input.variables,
  });
}

/** A key from the environment, sealed for the task alone; none for every other choice. */
export async function sealForTask(
  { choice, taskId, user }: { choice: CredentialChoice; taskId: string; user: User },
  stores: Pick<Stores, "openSealing">,
): Promise<AgentCredential[]> {
  if (choice.kind !== "variable") {
    return [];
  }
  const identity = {
    id: randomUUID(),
    provider: choice.provider,
    userId: user.id,
    teamId: null,
    taskId,
    createdAt: new Date(),
  };
  return [sealCredential(identity, choice.secret, await stores.openSealing())];
}
