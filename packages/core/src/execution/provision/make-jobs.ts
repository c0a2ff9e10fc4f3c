import type { Hooks } from "../../agent/agent-config.ts";
import type { AgentCredential } from "../../credential/credential.ts";
import type { EnvironmentStage } from "../../environment/environment.ts";
import type { Job } from "../../environment/job.ts";
import type { AgentTask } from "../../task/task.ts";
import type { AgentExecution } from "../execution.ts";
import type { Grant, GrantHolder, GrantStage } from "../grant.ts";
import { agentTokenOf, hashToken } from "../token.ts";

const GRACE_SECONDS = 10;
/** For clone, left-over commit and the last push, beside the agent's and the hooks' own time. */
const OVERHEAD_SECONDS = 600;

export interface JobsInput {
  execution: AgentExecution;
  task: AgentTask;
  hooks: Hooks;
  /** The project's variables. */
  env: Record<string, string>;
  allowedHosts: string[];
  startCommit: string;
  prompt: string;
  resumeSessionId: string | null;
  credential: AgentCredential | null;
  /** Of an agent that the registry doesn't have. */
  definition?: unknown;
}

/** What an environment runs, and what the runner and what it starts may reach in each of its stages. */
export interface MadeJobs {
  stages: EnvironmentStage[];
  grants: Omit<Grant, "endedAt">[];
  timeoutSeconds: number;
}

/**
 * One job that does everything; or two of which the first prepares the workspace: for a plan, as its workspace must not
 * change afterwards, and where there is a `setup`, so that what it may reach is gone before the agent starts.
 */
export function makeJobs(input: JobsInput, deps: { newToken(): string; now(): Date }): MadeJobs {
  const { execution, hooks } = input;
  const isPlan = execution.purpose === "plan";
  const timeoutSeconds = totalSeconds(input);
  const expiresAt = new Date(deps.now().getTime() + timeoutSeconds * 1000);
  const make = (steps: Job["steps"], stage: GrantStage) => {
    const token = deps.newToken();
    const agentToken = agentTokenOf(token);
    const grants = [
      makeGrant(input, { stage, holder: "runner", token, expiresAt }),
      makeGrant(input, { stage, holder: "agent", token: agentToken, expiresAt }),
    ];
    return { stage, job: makeJob(input, { steps, token, agentToken }), grants };
  };
  const isSplit = isPlan || hooks.setup !== null;
  const made = isSplit
    ? [make(["prepare"], "prepare"), make(["agent"], "agent")]
    : [make(["prepare", "agent"], "agent")];
  return {
    stages: made.map(({ job, stage }) => ({
      kind: stage,
      job,
      isWorkspaceReadOnly: isPlan && !job.steps.includes("prepare"),
    })),
    grants: made.flatMap(({ grants }) => grants),
    timeoutSeconds,
  };
}

/** An upper bound, for what must not go on for ever: agent and hooks are ended in their own time before. */
function totalSeconds({ task, hooks }: JobsInput): number {
  const turns = hooks.verify === null ? 1 : 1 + hooks.verifyAttempts;
  const runs = (hooks.setup === null ? 0 : 1) + (hooks.verify === null ? 0 : turns);
  return task.timeoutSeconds + turns * GRACE_SECONDS + runs * (hooks.timeoutMinutes * 60) + OVERHEAD_SECONDS;
}

function makeJob(input: JobsInput, { steps, ...tokens }: Pick<Job, "steps" | "token" | "agentToken">): Job {
  const { execution, task, hooks, env, allowedHosts, credential } = input;
  const isAgents = steps.includes("agent");
  const isPlan = execution.purpose === "plan";
  return {
    executionId: execution.id,
    ...tokens,
    steps,
    agent: {
      id: execution.agentType,
      model: execution.model,
      provider: credential?.provider ?? null,
      purpose: isPlan ? "plan" : "work",
      resumeSessionId: input.resumeSessionId,
      definition: input.definition,
    },
    prompt: isAgents ? input.prompt : "",
    hooks: {
      setup: steps.includes("prepare") ? hooks.setup : null,
      verify: isAgents && !isPlan ? hooks.verify : null,
      verifyAttempts: hooks.verifyAttempts,
      timeoutSeconds: hooks.timeoutMinutes * 60,
    },
    env,
    hasEgress: allowedHosts.length > 0,
    repository: { baseCommit: input.startCommit, branch: task.branch, baseBranch: task.baseBranch },
    author: { name: "Catalyst", email: "catalyst@localhost" },
    leftoverCommitMessage: leftoverMessage(task.contextPayload.title),
    timeoutSeconds: task.timeoutSeconds,
    graceSeconds: GRACE_SECONDS,
  };
}

interface GrantFor {
  stage: GrantStage;
  holder: GrantHolder;
  token: string;
  expiresAt: Date;
}

/**
 * Only the agent's stage has a model, and only a stage that works may push. The runner's grant names the credential, too: it
 * is masked in what the runner reports.
 */
function makeGrant(
  { execution, task, allowedHosts, credential }: JobsInput,
  { stage, holder, token, expiresAt }: GrantFor,
): Omit<Grant, "endedAt"> {
  const isAgents = stage === "agent";
  return {
    executionId: execution.id,
    taskId: task.id,
    tokenHash: hashToken(token),
    llm: isAgents && credential !== null ? { provider: credential.provider, credentialId: credential.id } : null,
    repoId: task.repoId,
    branch: isAgents && execution.purpose !== "plan" ? task.branch : null,
    stage,
    holder,
    allowedHosts: holder === "agent" ? allowedHosts : [],
    expiresAt,
  };
}

function leftoverMessage(title: string): string {
  const subject = title.split("\n", 1)[0]?.trim().slice(0, 60) || "Work of the agent";
  return `${subject}\n\nChanges that the agent left uncommitted when it ended.`;
}
