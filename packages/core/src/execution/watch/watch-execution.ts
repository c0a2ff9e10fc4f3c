import { wayToReplace } from "../../credential/subscription/name-credential.ts";
import type { EnvironmentStatus } from "../../environment/environment.ts";
import type { AgentOutcome, ExecutionEventBody } from "../../event/event.ts";
import type { FailureReason } from "../../task/task.ts";
import type { Way } from "../../way.ts";
import { endExecution } from "../end/end-execution.ts";
import { failureReasonOf } from "../end/failure-reason-of.ts";
import { refusedEnvironment } from "../end/refused-environment.ts";
import type { ExecutionPatch } from "../execution-store.ts";
import type { Advance, Step } from "../step.ts";
import { describeSetupFailure } from "./describe-setup-failure.ts";
import { endPlanning } from "./end-planning.ts";
import { goOnElsewhere, isEvicted, isGone } from "./go-on-elsewhere.ts";
import { type Judgement, judgeVerification } from "./judge-verification.ts";
import { lastWordsOf } from "./last-words-of.ts";
import { readTranscript, type Transcript } from "./read-transcript.ts";
import { isCutShort, startAgain } from "./start-again.ts";
import { stopForBudget } from "./stop-for-budget.ts";

const SHOWN_CHARACTERS = 2000;
const OUTAGE = "The gateway didn't answer for long, so no agent was started.";
/** What a shell gives for a child that SIGKILL ended. */
const KILLED = 137;

type Exited = Extract<EnvironmentStatus, { kind: "exited" }>;
type AgentEnded = Extract<ExecutionEventBody, { type: "agent_ended" }>;

/** running -> publishing, paused or failed: waits for the end of the environment and reads how the agent ended. */
export async function watchExecution(step: Step): Promise<Advance> {
  const { lease, execution, deps } = step;
  const status = await deps.environments.observe(execution.id);
  if (status.kind === "starting" || status.kind === "running") {
    return { kind: "wait", known: status };
  }
  const again = isCutShort(status) ? await startAgain(step, OUTAGE) : null;
  if (again !== null) {
    return again;
  }
  const transcript = await readTranscript(execution.id, deps.events);
  const judgement = await judge(step, status, transcript);
  const patch = toPatch(transcript, judgement);
  if (transcript.exceeded !== null) {
    return endExecution(step, { ...(await stopForBudget(step, transcript.exceeded)), patch });
  }
  const isTaken = isEvicted(status, deps.environments) || isGone(status);
  const elsewhere = isTaken ? await goOnElsewhere(step, { status, ...transcript }) : null;
  if (elsewhere !== null) {
    return elsewhere;
  }
  const failure = describeFailure(step, status, transcript) ?? describeUnverified(status, judgement);
  if (failure !== null) {
    return endExecution(step, { state: "failed", ...failure, patch });
  }
  if (execution.purpose === "plan") {
    return endPlanning(step, { transcript, patch });
  }
  await deps.executions.move(lease, "publishing", patch);
  return { kind: "again" };
}

async function judge(step: Step, status: EnvironmentStatus, { verify }: Transcript): Promise<Judgement> {
  const { execution, deps } = step;
  const stages = status.kind === "exited" ? status.stages : [];
  const isVerified = stages.some(({ kind }) => kind === "verify");
  const pushed = isVerified ? await deps.repositories.findPushed(execution.id) : null;
  const command = execution.resolution.settings.hooks.verify ?? "";
  return judgeVerification({ stages, words: verify, commit: pushed ?? execution.startCommit ?? "", command });
}

interface Failure {
  failureReason: FailureReason;
  errorMessage: string;
  /** Where more is known than the reason says. */
  way?: Way;
}

function describeFailure(step: Step, status: EnvironmentStatus, transcript: Transcript): Failure | null {
  if (status.kind === "refused") {
    const { code, message } = refusedEnvironment(status);
    return { failureReason: failureReasonOf(code), errorMessage: message };
  }
  if (status.kind !== "exited") {
    return {
      failureReason: "environment_lost",
      errorMessage: `The environment is gone and left no trace, again and again.`,
    };
  }
  if (isCutShort(status)) {
    return {
      failureReason: "environment_lost",
      errorMessage: `The gateway didn't answer for long, again and again, so no agent was started.${describeOutput(status)}`,
      way: { kind: "see_doctor", next: { kind: "retry_task", task: step.task.number } },
    };
  }
  const limit = describeLimit(step, status);
  if (limit !== null) {
    return limit;
  }
  const unprepared = describeSetupFailure(status, transcript);
  if (unprepared !== null) {
    return unprepared;
  }
  if (transcript.ended === null && !hasAgent(status)) {
    return null;
  }
  if (transcript.ended === null) {
    return {
      failureReason: "environment_lost",
      errorMessage: `The runner ended (${describeExit(status)}) before the agent's end was recorded.${describeOutput(status)}`,
    };
  }
  return describeKill(step, status, transcript.ended) ?? describeOutcome(step, transcript.ended, transcript);
}

/** Whether an agent was to work there: where none is needed, what is there is verified alone. */
function hasAgent({ stages }: Exited): boolean {
  return stages.length === 0 || stages.some(({ kind }) => kind === "agent");
}

/** An agent that the kernel ended for want of memory, where its runner went on: a signal is all that the agent's end tells of it. */
function describeKill({ task, deps }: Step, { stages }: Exited, ended: AgentEnded): Failure | null {
  const isKilled = ended.outcome === "failed" && (ended.exitCode === null || ended.exitCode === KILLED);
  if (!isKilled || !stages.some(({ end }) => (end?.outOfMemoryKills ?? 0) > 0)) {
    return null;
  }
  return {
    failureReason: "out_of_memory",
    errorMessage: `${task.agentType} was ended by the kernel: the environment's ${deps.limits.memoryMib} MiB of memory were used up.`,
  };
}

/** Work that the project wants verified is not published as if it didn't. */
function describeUnverified(status: EnvironmentStatus, { kind }: Judgement): Failure | null {
  if (kind !== "unknown" || status.kind !== "exited") {
    return null;
  }
  return {
    failureReason: "environment_lost",
    errorMessage: `The environment ended (${describeExit(status)}) before the project's verify hook had judged the agent's work, which is kept.${describeOutput(status)}`,
  };
}

function describeLimit(step: Step, status: Exited): Failure | null {
  const { limits } = step.deps;
  switch (status.reason) {
    case "out_of_memory":
      return {
        failureReason: "out_of_memory",
        errorMessage: `The environment used more than its ${limits.memoryMib} MiB of memory and was ended.`,
      };
    case "disk_full":
      return {
        failureReason: "disk_full",
        errorMessage: `The environment filled its ${limits.diskMib} MiB of disk (CATALYST_DISK_MIB).`,
      };
    case "timeout":
      return timedOut(step);
    case "isolation_lost":
      return {
        failureReason: "isolation_unavailable",
        errorMessage: `The environment was ended, as its isolation was lost while it ran.${describeOutput(status)}`,
      };
    case "evicted":
      return {
        failureReason: "evicted",
        errorMessage: `The environment was evicted by the place that it ran in, again and again. What was pushed is kept.`,
      };
    default:
      return null;
  }
}

function describeOutcome(step: Step, ended: AgentEnded, transcript: Transcript): Failure | null {
  const outcome = measureOutcome(ended.outcome, transcript);
  if (outcome === "completed") {
    return null;
  }
  if (outcome === "timed_out") {
    return timedOut(step);
  }
  const reasons: Record<Exclude<AgentOutcome, "completed" | "timed_out">, FailureReason> = {
    failed: "agent_failed",
    cancelled: "agent_failed",
    credential_rejected: "credential_rejected",
    rate_limited: "rate_limited",
    provider_unavailable: "provider_unavailable",
    budget_exceeded: "budget_exceeded",
    not_taken: "work_not_taken",
  };
  const said = transcript.llmError?.detail ?? ended.summary ?? lastWordsOf(transcript) ?? "It gave no reason.";
  const how =
    outcome === "not_taken"
      ? "ended well, but its work can't be taken"
      : `ended with exit code ${ended.exitCode ?? "none"} (${outcome.replaceAll("_", " ")})`;
  return {
    failureReason: reasons[outcome],
    errorMessage: `${step.task.agentType} ${how}: ${said}`,
    ...wayOfOutcome(step, outcome),
  };
}

/** An agent that failed right after its provider refused it failed for that reason, whatever it makes of it. */
function measureOutcome(outcome: AgentOutcome, { llmError }: Transcript): AgentOutcome {
  if (llmError === null || outcome === "completed" || outcome === "timed_out" || outcome === "cancelled") {
    return outcome;
  }
  if (llmError.httpStatus === 401 || llmError.httpStatus === 403) {
    return "credential_rejected";
  }
  if (llmError.httpStatus === 429) {
    return "rate_limited";
  }
  return llmError.httpStatus >= 500 ? "provider_unavailable" : outcome;
}

/** The key that was refused is known here only. */
function wayOfOutcome({ execution, task }: Step, outcome: AgentOutcome): Pick<Failure, "way"> {
  const { credential } = execution.resolution;
  if (outcome !== "credential_rejected" || credential === null) {
    return {};
  }
  return { way: wayToReplace(credential, { kind: "retry_task", task: task.number }) };
}

function timedOut(step: Step): Failure {
  return {
    failureReason: "timed_out",
    errorMessage: `The agent was ended after its ${step.task.timeoutSeconds} s.`,
  };
}

function describeExit(status: Exited): string {
  return status.exitCode === null ? status.reason : `exit code ${status.exitCode}`;
}

function describeOutput({ output }: Exited): string {
  const shown = output.trim().slice(-SHOWN_CHARACTERS);
  return shown === "" ? "" : `\nIts last output:\n${shown}`;
}

function toPatch(transcript: Transcript, judgement: Judgement): ExecutionPatch {
  return {
    verification: judgement.kind === "judged" ? judgement.verification : null,
    collected: transcript.collected,
    agentCommand: transcript.ended?.command ?? "",
    exitCode: transcript.ended?.exitCode ?? null,
    sessionId: transcript.sessionId,
    stdout: transcript.stdout,
    stderr: transcript.stderr,
  };
}
