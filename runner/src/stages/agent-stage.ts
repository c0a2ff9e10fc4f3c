import { findAgentOfJob } from "@catalyst/agents";
import { type Job, PURPOSES } from "@catalyst/core";
import { nextTurn } from "../agent/next-turn.ts";
import { planAgent } from "../agent/plan-agent.ts";
import type { AgentEnd } from "../agent/run-agent.ts";
import { runTurn, type Turn } from "../agent/run-turn.ts";
import { writeAgentFiles } from "../agent/write-agent-files.ts";
import { fetchHandover } from "../gateway/fetch-handover.ts";
import type { JobEnd } from "../job-end.ts";
import { type JobRun, maskTokens, say } from "../job-run.ts";
import { releaseDisk, reserveDisk } from "../result/disk-reserve.ts";
import { pushResult } from "../result/push-result.ts";
import { forgetOwnWords, readOwnAnswers, readOwnReview } from "../result/read-own-words.ts";
import { restoreSession, saveSession } from "../session/transfer-session.ts";
import type { Work } from "../workspace/own-repository.ts";
import { prepareWorkspace } from "../workspace/prepare-workspace.ts";
import { findOutage, notPrepared } from "./prepare-stage.ts";

const NOT_COMPLETED: JobEnd = { kind: "notCompleted" };

/**
 * A turn of the agent, and the push of what it made: as one commit beyond the start, which is what gets verified and
 * published; or what it found in a change. `agent_ended` is the last event of a turn, whatever failed.
 */
export async function runAgentStage(run: JobRun, work: Work): Promise<JobEnd> {
  const { job, signal } = run;
  const turn: Turn = { end: null, pushed: null, sessionId: null, seconds: 0, isDiskFull: false };
  let command = "";
  let headCommit: string | null = null;
  let end: AgentEnd;
  let isBegun = false;
  try {
    command = planAgent(job, work.env).shown;
    const early = writeEarly(job, work);
    const told = await (job.turn === 1 ? begin(run, work) : goOn(run, turn));
    isBegun = told !== null;
    if (told === null) {
      return NOT_COMPLETED;
    }
    command = planAgent(told, work.env).shown;
    await say(run, `Starting ${findAgentOfJob(job.agent).name}.`);
    await takeTurn({ ...run, job: told }, work, { turn, written: early ?? writeFiles(told, work) });
    if (!run.spool.ended.aborted && PURPOSES[job.agent.purpose].mayChange) {
      headCommit = await pushResult(run, work, turn.pushed);
    }
    end = turn.isDiskFull ? noteFullDisk(turn.end as AgentEnd) : (turn.end as AgentEnd);
  } catch (error) {
    if (!isBegun && findOutage(error)) {
      return notPrepared(run, error);
    }
    const summary = describe(error);
    await say(run, summary);
    end = { exitCode: turn.end?.exitCode ?? null, outcome: outcomeOfFailure(turn, signal), summary };
  }
  const summary = end.summary === null ? null : maskTokens(end.summary, job);
  const { sessionId, seconds } = turn;
  const review = job.agent.purpose === "review" ? await readOwnReview(summary) : undefined;
  const words = { review, answers: await readOwnAnswers() };
  await run.spool.add({ type: "agent_ended", ...end, command, summary, headCommit, sessionId, seconds, ...words });
  if (turn.isDiskFull) {
    return { kind: "diskFull" };
  }
  return end.outcome === "completed" ? { kind: "done" } : NOT_COMPLETED;
}

/** How a turn ended that failed here: the agent may have done its part well. */
function outcomeOfFailure({ end }: Turn, signal: AbortSignal): AgentEnd["outcome"] {
  if (signal.aborted) {
    return "cancelled";
  }
  const outcome = end?.outcome ?? "failed";
  return outcome === "completed" ? "not_taken" : outcome;
}

/**
 * Writes an agent's files while its workspace is prepared. null: something of the project's or of an earlier turn comes into the agent's home
 * before them.
 */
function writeEarly(job: Job, work: Work): Promise<void> | null {
  const { hooks, agent, repository, turn } = job;
  const comesMore =
    turn > 1 || hooks.setup !== null || agent.resumeSessionId !== null || repository.setUpCommit !== null;
  const written = comesMore ? null : writeFiles(job, work);
  // Where nothing can be begun that is what is told.
  written?.catch(() => undefined);
  return written;
}

async function writeFiles(job: Job, { env }: Work): Promise<void> {
  await forgetOwnWords();
  await writeAgentFiles(job, planAgent(job, env).invocation);
}

/** What the agent is told first. */
async function begin(run: JobRun, work: Work): Promise<Job> {
  const { job, signal } = run;
  if (job.repository.setUpCommit === null) {
    await prepareWorkspace(run, work);
  }
  return restoreSession({ job, signal, say: (text) => say(run, text) });
}

/** What it is told after its work was refused; null: it has no time left for another turn. */
async function goOn(run: JobRun, turn: Turn): Promise<Job | null> {
  const { job, signal } = run;
  const handover = await fetchHandover(job, signal);
  turn.pushed = handover.pushedCommit;
  turn.sessionId = handover.sessionId;
  const timeoutSeconds = Math.floor(job.timeoutSeconds - handover.agentSeconds);
  if (timeoutSeconds < 1) {
    await say(run, "The work doesn't pass the verification, and the agent has no time left for another turn.");
    return null;
  }
  await say(run, "The work doesn't pass the verification yet: it goes back to the agent.");
  return { ...nextTurn(job, handover), timeoutSeconds };
}

async function takeTurn(
  run: JobRun,
  work: Work,
  { turn, written }: { turn: Turn; written: Promise<void> },
): Promise<void> {
  const { job, spool } = run;
  // While processes of their own write its files.
  reserveDisk();
  await written
    .then(() => runTurn(run, { ...work, job }, turn))
    .finally(async () => {
      turn.isDiskFull = releaseDisk();
      await saveSession({ job, signal: spool.ended, say: (text) => say(run, text) });
    });
}

/** Work that ran into a full disk isn't whole, whatever the agent makes of it. */
function noteFullDisk(end: AgentEnd): AgentEnd {
  return end.outcome === "completed" ? { ...end, outcome: "failed", summary: "The environment's disk is full." } : end;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
