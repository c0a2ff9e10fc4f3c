import type { Hooks } from "../../agent/agent-config.ts";
import type { AgentCredential } from "../../credential/credential.ts";
import type { EnvironmentStage } from "../../environment/environment.ts";
import type { Job } from "../../environment/job.ts";
import type { AgentTask } from "../../task/task.ts";
import type { AgentExecution } from "../execution.ts";
import type { Grant, GrantHolder, GrantStage } from "../grant.ts";
import { agentTokenOf, hashToken } from "../token.ts";
import type { Setup } from "./plan-setup.ts";

const GRACE_SECONDS = 10;
/** For clone, left-over commit and the last push, beside the agent's and the hooks' own time. */
const OVERHEAD_SECONDS = 600;

export interface JobsInput {
  execution: AgentExecution;
  task: AgentTask;
  /** null: the project has no `setup`. */
  setup: Setup | null;
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

/** A stage as it differs from the others. */
interface Stage {
  name: GrantStage;
  steps: Job["steps"];
  /** The commit that it begins at. */
  commit: string;
  /** The commit that an earlier stage set the workspace up at. */
  setUpCommit: string | null;
  /** What `setup` may ask for. */
  secrets: string[];
}

/** The jobs of an environment, each with the grants of its tokens. */
export function makeJobs(input: JobsInput, deps: { newToken(): string; now(): Date }): MadeJobs {
  const isPlan = input.execution.purpose === "plan";
  const stages = planStages(input);
  const timeoutSeconds = totalSeconds(input, stages);
  const expiresAt = new Date(deps.now().getTime() + timeoutSeconds * 1000);
  const made = stages.map((stage) => {
    const token = deps.newToken();
    const agentToken = agentTokenOf(token);
    const grants = [
      makeGrant(input, { stage, holder: "runner", token, expiresAt }),
      makeGrant(input, { stage, holder: "agent", token: agentToken, expiresAt }),
    ];
    return { kind: stage.name, job: makeJob(input, { stage, token, agentToken }), grants };
  });
  return {
    stages: made.map(({ kind, job }) => ({
      kind,
      job,
      isWorkspaceReadOnly: isPlan && !job.steps.includes("prepare"),
    })),
    grants: made.flatMap(({ grants }) => grants),
    timeoutSeconds,
  };
}

/**
 * One job that does everything; or further ones before it that prepare the workspace: for a plan, as its workspace must not
 * change afterwards, and where there is a `setup`, so that what it may reach is gone before the agent starts. Secrets are
 * for files that the owner trusts: where the work starts from others, these are put there, and set up, by a job without them.
 */
function planStages({ execution, setup, startCommit }: JobsInput): Stage[] {
  const agent: Stage = { name: "agent", steps: ["agent"], commit: startCommit, setUpCommit: startCommit, secrets: [] };
  const trustedCommit = setup?.trustedCommit ?? null;
  const prepare: Stage = { ...agent, name: "prepare", steps: ["prepare"], setUpCommit: trustedCommit };
  if (setup === null) {
    const whole: Stage = { ...agent, steps: ["prepare", "agent"], setUpCommit: null };
    return execution.purpose === "plan" ? [prepare, agent] : [whole];
  }
  if (trustedCommit === null) {
    return [prepare, agent];
  }
  const { secrets } = setup;
  const first: Stage = { ...prepare, name: "setup", commit: trustedCommit, setUpCommit: null, secrets };
  return trustedCommit === startCommit ? [first, agent] : [first, prepare, agent];
}

/** An upper bound, for what must not go on for ever: agent and hooks are ended in their own time before. */
function totalSeconds({ task, setup, hooks }: JobsInput, stages: Stage[]): number {
  const turns = hooks.verify === null ? 1 : 1 + hooks.verifyAttempts;
  const setups = setup === null ? 0 : stages.filter(({ steps }) => steps.includes("prepare")).length;
  const runs = setups + (hooks.verify === null ? 0 : turns);
  return task.timeoutSeconds + turns * GRACE_SECONDS + runs * (hooks.timeoutMinutes * 60) + OVERHEAD_SECONDS;
}

function makeJob(input: JobsInput, { stage, ...tokens }: Pick<Job, "token" | "agentToken"> & { stage: Stage }): Job {
  const { execution, task, setup, hooks, env, allowedHosts, credential } = input;
  const { steps, commit, setUpCommit, secrets } = stage;
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
      setup: steps.includes("prepare") ? (setup?.script ?? null) : null,
      setupReads: setup?.reads ?? null,
      hasSecrets: secrets.length > 0,
      verify: isAgents && !isPlan ? hooks.verify : null,
      verifyAttempts: hooks.verifyAttempts,
      timeoutSeconds: hooks.timeoutMinutes * 60,
    },
    env,
    hasEgress: allowedHosts.length > 0,
    repository: { baseCommit: commit, setUpCommit, branch: task.branch, baseBranch: task.baseBranch },
    author: { name: "Catalyst", email: "catalyst@localhost" },
    leftoverCommitMessage: leftoverMessage(task.contextPayload.title),
    timeoutSeconds: task.timeoutSeconds,
    graceSeconds: GRACE_SECONDS,
  };
}

interface GrantFor {
  stage: Stage;
  holder: GrantHolder;
  token: string;
  expiresAt: Date;
}

/**
 * Only the trusted setup's stage has secrets, only the agent's has a model, and only a stage that works may push. The runner's grant names the credential, too: it
 * is masked in what the runner reports.
 */
function makeGrant(
  { execution, task, setup, allowedHosts, credential }: JobsInput,
  { stage, holder, token, expiresAt }: GrantFor,
): Omit<Grant, "endedAt"> {
  const isAgents = stage.name === "agent";
  return {
    executionId: execution.id,
    taskId: task.id,
    tokenHash: hashToken(token),
    llm: isAgents && credential !== null ? { provider: credential.provider, credentialId: credential.id } : null,
    repoId: task.repoId,
    branch: isAgents && execution.purpose !== "plan" ? task.branch : null,
    stage: stage.name,
    holder,
    secrets: holder === "runner" ? stage.secrets : [],
    maskedSecrets: setup?.secrets ?? [],
    allowedHosts: holder === "agent" ? allowedHosts : [],
    expiresAt,
  };
}

function leftoverMessage(title: string): string {
  const subject = title.split("\n", 1)[0]?.trim().slice(0, 60) || "Work of the agent";
  return `${subject}\n\nChanges that the agent left uncommitted when it ended.`;
}
