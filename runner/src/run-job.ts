import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findAgentOfJob } from "@catalyst/agents";
import { ENVIRONMENT_PATHS, GATEWAY_URL_INSIDE } from "@catalyst/core";
import { runTurns, type Turns } from "./agent/agent-turns.ts";
import { planAgent } from "./agent/plan-agent.ts";
import type { AgentEnd } from "./agent/run-agent.ts";
import { type JobRun, maskTokens, say } from "./job-run.ts";
import { pushWork } from "./result/push-work.ts";
import { restoreSession, saveSession } from "./session/transfer-session.ts";
import { gitEnv } from "./workspace/git.ts";
import { OWN_FOLDER, type Work } from "./workspace/own-repository.ts";
import { prepareWorkspace } from "./workspace/prepare-workspace.ts";

/** `not_prepared`: no agent was to be started in this job, and none can be in the next one. */
export type JobEnd = { kind: "done" } | { kind: "not_prepared"; reason: string };

/**
 * The life of a job: what it has of clone, setup, agent, verification, left-over commit, push. With an agent, `agent_ended`
 * is the last event, whatever failed.
 */
export async function runJob(run: JobRun): Promise<JobEnd> {
  const { job } = run;
  const work: Work = {
    job,
    env: gitEnv(job, ENVIRONMENT_PATHS.home),
    repositoryPath: ENVIRONMENT_PATHS.repository,
    remote: `${GATEWAY_URL_INSIDE}/git/repository.git`,
  };
  if (job.steps.includes("agent")) {
    await runAgentStep(run, work);
    return { kind: "done" };
  }
  try {
    await prepareWorkspace(run, work);
    return { kind: "done" };
  } catch (error) {
    const reason = maskTokens(describe(error), job);
    await say(run, reason);
    return { kind: "not_prepared", reason };
  }
}

async function runAgentStep(run: JobRun, work: Work): Promise<void> {
  const { job, spool, signal } = run;
  const turns: Turns = { end: null, collected: null, pushed: null, verification: null, sessionId: null };
  let end: AgentEnd;
  let command = "";
  let headCommit: string | null = null;
  try {
    command = planAgent(job, work.env).shown;
    if (job.steps.includes("prepare")) {
      await prepareWorkspace(run, work);
    }
    const sayAll = (text: string) => say(run, text);
    const agentJob = await restoreSession({ job, signal, say: sayAll });
    command = planAgent(agentJob, work.env).shown;
    await say(run, `Starting ${findAgentOfJob(job.agent).name}.`);
    await runTurns({ ...run, job: agentJob }, work, turns).finally(() =>
      saveSession({ job, signal: spool.ended, say: sayAll }),
    );
    headCommit = await pushResult(run, work, turns);
    end = turns.end as AgentEnd;
  } catch (error) {
    const summary = describe(error);
    await say(run, summary);
    end = { exitCode: turns.end?.exitCode ?? null, outcome: signal.aborted ? "cancelled" : "failed", summary };
  }
  const summary = end.summary === null ? null : maskTokens(end.summary, job);
  const { verification } = turns;
  await spool.add({ type: "agent_ended", ...end, command, summary, headCommit, verification });
}

/** The commit that the result is at, once the gateway has it; null when there is nothing beyond the start. */
async function pushResult(run: JobRun, work: Work, { collected, pushed }: Turns): Promise<string | null> {
  const { baseCommit } = work.job.repository;
  if (collected === null || (collected.head === baseCommit && pushed === null)) {
    return null;
  }
  const { git, head } = collected;
  if (head !== pushed) {
    await say(run, "Pushing what the agent committed.");
    await pushWork(git, work, { head, signal: run.spool.ended }).catch((cause) => {
      throw new Error(`Pushing the result failed: ${describe(cause)}`, { cause });
    });
  }
  await rm(join(OWN_FOLDER, "result.git"), { recursive: true, force: true });
  return head === baseCommit ? null : head;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
