import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findAgent } from "@catalyst/agents";
import { ENVIRONMENT_PATHS, type ExecutionEventBody, GATEWAY_URL_INSIDE, type Job } from "@catalyst/core";
import { createCheckpoints } from "./checkpoints.ts";
import { cloneRepository } from "./clone-repository.ts";
import { collectWork } from "./collect-work.ts";
import type { EventSpool } from "./event-spool.ts";
import { gitEnv } from "./git.ts";
import { createLogLimit } from "./limit-logs.ts";
import type { Work } from "./own-repository.ts";
import { planAgent } from "./plan-agent.ts";
import { pushWork } from "./push-work.ts";
import { type AgentEnd, runAgent } from "./run-agent.ts";
import { restoreSession, saveSession } from "./session/transfer-session.ts";

const OWN_FOLDER = join(ENVIRONMENT_PATHS.home, ".catalyst-runner");
const TURN_EVENTS: ExecutionEventBody["type"][] = ["tool_result", "message", "log"];

export interface JobRun {
  job: Job;
  spool: EventSpool;
  /** The execution was cancelled, or its grant has ended. */
  signal: AbortSignal;
}

/** The life of a job: clone, agent, left-over commit, push; `agent_ended` is the last event. */
export async function runJob(run: JobRun): Promise<void> {
  const { job, spool, signal } = run;
  const work: Work = {
    job,
    env: gitEnv(job, ENVIRONMENT_PATHS.home),
    repositoryPath: ENVIRONMENT_PATHS.repository,
    remote: `${GATEWAY_URL_INSIDE}/git/repository.git`,
  };
  let end: AgentEnd = { outcome: signal.aborted ? "cancelled" : "failed", exitCode: null, summary: null };
  let command = "";
  let headCommit: string | null = null;
  try {
    command = planAgent(job, work.env).shown;
    await say(run, "Cloning the repository.");
    const notes = await cloneRepository(work, signal).catch((cause) => fail("Cloning the repository", cause));
    for (const note of notes) {
      await say(run, note);
    }
    const sayAll = (text: string) => say(run, text);
    const plan = planAgent(await restoreSession({ job, signal, say: sayAll }), work.env);
    command = plan.shown;
    await say(run, `Starting ${findAgent(job.agent.id).name}.`);
    const agent = await runWithCheckpoints(run, { work, plan });
    end = agent.end;
    await saveSession({ job, signal: spool.ended, say: sayAll });
    if (!isPlanning(job)) {
      await say(run, "Pushing what the agent committed.");
      headCommit = await pushResult(run, { work, pushed: agent.pushed });
    }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const outcome = signal.aborted ? "cancelled" : "failed";
    await say(run, said);
    end = { ...end, outcome, summary: said };
  }
  const summary = end.summary?.replaceAll(job.token, "***") ?? null;
  await spool.add({ type: "agent_ended", ...end, command, summary, headCommit, verification: null });
}

/** A plan is all that is taken of such an execution: its token may push nothing. */
function isPlanning({ agent }: Job): boolean {
  return agent.purpose === "plan";
}

function say({ spool, job }: JobRun, text: string): Promise<void> {
  return spool.add({ type: "log", stream: "system", text: text.replaceAll(job.token, "***") });
}

async function runWithCheckpoints(
  { job, spool, signal }: JobRun,
  { work, plan }: { work: Work; plan: ReturnType<typeof planAgent> },
): Promise<{ end: AgentEnd; pushed: string | null }> {
  const folder = join(OWN_FOLDER, "checkpoint.git");
  const checkpoints = createCheckpoints(work, { folder, onEvent: (body) => spool.add(body) });
  const logLimit = createLogLimit(Date.now);
  const addAll = async (bodies: ExecutionEventBody[]) => {
    for (const body of bodies) {
      await spool.add(body);
    }
  };
  const onEvent = (body: ExecutionEventBody): Promise<void> => {
    if (TURN_EVENTS.includes(body.type) && !isPlanning(job)) {
      checkpoints.consider();
    }
    return addAll(logLimit.pass(body));
  };
  try {
    const end = await runAgent({ ...plan, job, repositoryPath: work.repositoryPath, onEvent, signal });
    await addAll(logLimit.end());
    return { end, pushed: await checkpoints.stop() };
  } finally {
    await checkpoints.stop();
  }
}

/** The commit that the result is at, once the gateway has it; null when there is nothing beyond the start. */
async function pushResult(
  run: JobRun,
  { work, pushed }: { work: Work; pushed: string | null },
): Promise<string | null> {
  const { ended } = run.spool;
  if (ended.aborted) {
    return null;
  }
  const folder = join(OWN_FOLDER, "result.git");
  const { git, head, notes } = await collectWork(work, folder);
  for (const note of notes) {
    await say(run, note);
  }
  const { baseCommit } = run.job.repository;
  if (head === baseCommit && pushed === null) {
    return null;
  }
  if (head !== pushed) {
    await pushWork(git, work, { head, signal: ended }).catch((cause) => fail("Pushing the result", cause));
  }
  await rm(folder, { recursive: true, force: true });
  return head === baseCommit ? null : head;
}

function fail(what: string, cause: unknown): never {
  throw new Error(`${what} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
