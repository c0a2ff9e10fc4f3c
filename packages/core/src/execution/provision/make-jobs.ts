import type { Hooks } from "../../agent/agent-config.ts";
import type { AgentCredential } from "../../credential/credential.ts";
import type { EnvironmentStage } from "../../environment/environment.ts";
import type { ContextFile } from "../../environment/stages/context-file.ts";
import type { StageJob } from "../../environment/stages/job.ts";
import { MAX_TURNS, type StageKind } from "../../environment/stages/stage.ts";
import { PURPOSES } from "../../task/execution-purpose.ts";
import type { ResolvedTask } from "../../task/task.ts";
import type { ResolvedExecution } from "../execution.ts";
import { GrantHolder, type PlannedGrant } from "../grant/grant.ts";
import { limitReach } from "./limit-reach.ts";
import type { Setup } from "./plan-setup.ts";

const GRACE_SECONDS = 10;
/** For clone, left-over commit and the last push, beside the agent's and the hooks' own time. */
const OVERHEAD_SECONDS = 600;

/** Of one environment: it sets up, prepares, and then the agent's turns are verified. */
const MAX_STAGES = 2 + 2 * MAX_TURNS;

export interface JobsInput {
  execution: Omit<ResolvedExecution, "resolution">;
  task: ResolvedTask;
  /** null: the project has no `setup`. */
  setup: Setup | null;
  hooks: Hooks;
  /** The project's variables. */
  env: Record<string, string>;
  allowedHosts: string[];
  allowedProviderFeatures: string[];
  modelPrices: string[];
  sparsePaths: string[];
  startCommit: string;
  /** What agents read as instructions or settings: for a review, as it is at the base. */
  instructionPaths: string[];
  prompt: string;
  contextFiles: ContextFile[];
  resumeSessionId: string | null;
  /** What a person said for this turn; null: it is the task's first. */
  message: string | null;
  credential: AgentCredential | null;
  /** Else what is there is verified alone. */
  needsAgent: boolean;
  /** Of an agent that the registry doesn't have. */
  definition?: StageJob["agent"]["definition"];
}

/** What an environment runs, and what the runner and what it starts may reach in each of its stages. */
export interface MadeJobs {
  stages: EnvironmentStage[];
  grants: PlannedGrant[];
  timeoutSeconds: number;
}

/** A stage as it differs from the others. */
interface Stage extends Pick<StageJob, "stage" | "turn"> {
  /** The commit that it begins at. */
  commit: string;
  /** The commit that an earlier stage set its workspace up at. */
  setUpCommit: string | null;
  /** What `setup` may ask for. */
  secrets: string[];
}

/** The jobs of an environment, and what may be reached in each. */
export function makeJobs(input: JobsInput): MadeJobs {
  const { mayChange } = PURPOSES[input.execution.purpose];
  // Beyond those of an environment before it: what these could reach ends with the first request of this one.
  const { restarts, evictions } = input.execution;
  const firstNumber = (restarts + evictions) * MAX_STAGES;
  const made = planStages(input).map((stage, index) => ({ stage, job: makeJob(input, stage, firstNumber + index) }));
  const timeoutSeconds = totalSeconds(made.map(({ job }) => job));
  return {
    stages: made.map(({ job }) => ({
      job,
      isWorkspaceReadOnly: !mayChange && job.stage === "agent",
    })),
    grants: made.flatMap(({ stage, job: { stageNumber } }) =>
      GrantHolder.options.map((holder) => makeGrant(input, stage, { holder, stageNumber, seconds: timeoutSeconds })),
    ),
    timeoutSeconds,
  };
}

/** All that there may be, as none can be ordered later: those that the work doesn't need are skipped. */
function planStages(input: JobsInput): Stage[] {
  const preparation = planPreparation(input);
  return [...preparation, ...planTurns(input, preparation)];
}

/**
 * Stages of their own that prepare the workspace: for a plan or a review, as its workspace must not change afterwards, and
 * where there is a `setup`, so that what it may reach is gone before the agent starts. Secrets are for files that the owner
 * trusts: where the work starts from others, these are put there, and set up, by a stage without them. What a review is
 * shown as it is at its base is put there by such a stage, too, so that no later setup finds it.
 */
function planPreparation({ execution, setup, startCommit }: JobsInput): Stage[] {
  const trustedCommit = setup?.trustedCommit ?? null;
  const prepare: Stage = { stage: "prepare", turn: 1, commit: startCommit, setUpCommit: trustedCommit, secrets: [] };
  if (setup === null || trustedCommit === null) {
    return setup !== null || !PURPOSES[execution.purpose].mayChange ? [prepare] : [];
  }
  const { secrets } = setup;
  const first: Stage = { ...prepare, stage: "setup", commit: trustedCommit, setUpCommit: null, secrets };
  return trustedCommit === startCommit && execution.purpose !== "review" ? [first] : [first, prepare];
}

/**
 * The agent's turns, each followed by its verification where the project wants one: in a workspace as the first stage left
 * it, in which no agent was.
 */
function planTurns({ execution, hooks, startCommit, needsAgent }: JobsInput, [first]: Stage[]): Stage[] {
  const isVerified = hooks.verify !== null && PURPOSES[execution.purpose].mayChange;
  if (!needsAgent) {
    const setUpCommit = first?.commit ?? null;
    return [{ stage: "verify", turn: 1, commit: startCommit, setUpCommit, secrets: [] }];
  }
  const turns = isVerified ? Math.min(1 + hooks.verifyAttempts, MAX_TURNS) : 1;
  return Array.from({ length: turns }, (_, index) => index + 1).flatMap((turn) => {
    const setUpCommit = first === undefined && turn === 1 ? null : startCommit;
    const agent: Stage = { stage: "agent", turn, commit: startCommit, setUpCommit, secrets: [] };
    const verify: Stage = { ...agent, stage: "verify", setUpCommit: first?.commit ?? null };
    return isVerified ? [agent, verify] : [agent];
  });
}

/** An upper bound, for what must not go on for ever: agent and hooks are ended in their own time before. */
function totalSeconds(jobs: StageJob[]): number {
  const agentSeconds = jobs.find(({ stage }) => stage === "agent")?.timeoutSeconds ?? 0;
  return jobs.reduce((sum, { stage, hooks, graceSeconds }) => {
    const runs = (hooks.setup === null ? 0 : 1) + (stage === "verify" ? 1 : 0);
    return sum + runs * hooks.timeoutSeconds + graceSeconds;
  }, agentSeconds + OVERHEAD_SECONDS);
}

function makeJob(
  input: JobsInput,
  { stage, turn, commit, setUpCommit, secrets }: Stage,
  stageNumber: number,
): StageJob {
  const { execution, task, setup, hooks, env, sparsePaths, credential } = input;
  const { mayChange, agent } = PURPOSES[execution.purpose];
  return {
    executionId: execution.id,
    stageNumber,
    stage,
    turn,
    agent: {
      id: execution.agentType,
      model: execution.model,
      provider: credential?.provider ?? null,
      purpose: agent ?? "work",
      resumeSessionId: input.resumeSessionId,
      definition: input.definition,
    },
    prompt: stage === "agent" ? input.prompt : "",
    contextFiles: stage === "agent" ? input.contextFiles.filter((file) => turn === 1 || !isImage(file)) : [],
    hooks: {
      setup: chooseSetup(stage, setup),
      setupReads: setup?.reads ?? null,
      // Whoever makes the environment knows whether it keeps anything.
      setupKey: null,
      hasSecrets: secrets.length > 0,
      verify: mayChange && (stage === "agent" || stage === "verify") ? hooks.verify : null,
      timeoutSeconds: hooks.timeoutMinutes * 60,
    },
    env,
    hasEgress: limitReach(task, stage, input).allowedHosts.length > 0,
    repository: {
      ...{ baseCommit: commit, setUpCommit, branch: task.branch, baseBranch: task.baseBranch, sparsePaths },
      reviewed: stage === "prepare" ? describeReviewed(input) : null,
    },
    author: { name: "Catalyst", email: "catalyst@localhost" },
    leftoverCommitMessage: leftoverMessage(input.message ?? task.contextPayload.title),
    timeoutSeconds: task.timeoutSeconds,
    graceSeconds: GRACE_SECONDS,
  };
}

/** What an environment's first turn was given lies there for the others: these are large, and each job would have them again. */
function isImage({ encoding }: ContextFile): boolean {
  return encoding === "base64";
}

function describeReviewed({ execution, instructionPaths }: JobsInput): StageJob["repository"]["reviewed"] {
  const { purpose, baseCommit } = execution;
  return purpose === "review" ? { baseCommit, instructionPaths } : null;
}

/**
 * Where it is said what `setup` goes by, it runs again before a `verify` if the agent changed that; else nothing of the
 * agent's runs before `verify` itself.
 */
function chooseSetup(stage: StageKind, setup: Setup | null): string | null {
  const isPart = stage === "setup" || stage === "prepare" || (stage === "verify" && setup?.reads != null);
  return isPart ? (setup?.script ?? null) : null;
}

/**
 * Only the trusted setup's stage has secrets, only the agent's has a model, and only a stage that works may push. The
 * runner's grant names the credential, too: it is masked in what the runner reports.
 */
function makeGrant(
  { execution, task, setup, modelPrices, credential, ...reach }: JobsInput,
  { stage, secrets }: Stage,
  own: Pick<PlannedGrant, "holder" | "stageNumber" | "seconds">,
): PlannedGrant {
  const isAgents = stage === "agent";
  const { allowedHosts, allowedProviderFeatures } = limitReach(task, stage, reach);
  return {
    ...own,
    executionId: execution.id,
    taskId: task.id,
    llm: isAgents && credential !== null ? { provider: credential.provider, credentialId: credential.id } : null,
    repoId: task.repoId,
    branch: isAgents && PURPOSES[execution.purpose].mayChange ? task.branch : null,
    stage,
    secrets: own.holder === "runner" ? secrets : [],
    maskedSecrets: setup?.secrets ?? [],
    allowedHosts: own.holder === "agent" ? allowedHosts : [],
    allowedFeatures: allowedProviderFeatures,
    modelPrices,
  };
}

function leftoverMessage(asked: string): string {
  const subject = asked.trim().split("\n", 1)[0]?.trim().slice(0, 60) || "Work of the agent";
  return `${subject}\n\nChanges that the agent left uncommitted when it ended.`;
}
