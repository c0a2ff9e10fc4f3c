import { findAgent } from "@catalyst/agents";
import { ENVIRONMENT_PATHS, type ExecutionEventBody, GATEWAY_URL_INSIDE, type Job } from "@catalyst/core";
import { createCheckpoints } from "./checkpoints.ts";
import { cloneRepository } from "./clone-repository.ts";
import type { EventSpool } from "./event-spool.ts";
import { createGit, gitEnv } from "./git.ts";
import { commitLeftovers, findHead, pushHead, type Work } from "./push-work.ts";
import { type AgentEnd, runAgent } from "./run-agent.ts";

const REMOTE = `${GATEWAY_URL_INSIDE}/git/repository.git`;
const TURN_EVENTS: ExecutionEventBody["type"][] = ["tool_result", "message", "log"];

export interface JobRun {
  job: Job;
  spool: EventSpool;
  signal: AbortSignal;
}

/** The life of a job: clone, agent, left-over commit, push; `agent_ended` is the last event. */
export async function runJob({ job, spool, signal }: JobRun): Promise<void> {
  const env = gitEnv(job, ENVIRONMENT_PATHS.home);
  const work: Work = { job, git: createGit({ env, folder: ENVIRONMENT_PATHS.repository }) };
  const command = describeCommand(job);
  try {
    await spool.add({ type: "log", stream: "system", text: "Cloning the repository." });
    await cloneRepository({ job, repositoryPath: ENVIRONMENT_PATHS.repository, env });
    await spool.add({ type: "log", stream: "system", text: `Starting ${findAgent(job.agent.id).name}.` });
    const end = await runWithCheckpoints({ job, spool, signal }, work, env);
    await spool.add({ type: "log", stream: "system", text: "Pushing what the agent committed." });
    await commitLeftovers(work);
    await finish(spool, { command, work, end });
  } catch (error) {
    const summary = error instanceof Error ? error.message.replaceAll(job.token, "***") : String(error);
    await spool.add({ type: "agent_ended", outcome: "failed", exitCode: null, command, summary, headCommit: null });
  }
}

async function finish(
  spool: EventSpool,
  { command, work, end }: { command: string; work: Work; end: AgentEnd },
): Promise<void> {
  const head = await findHead(work);
  const ended = {
    type: "agent_ended",
    outcome: end.outcome,
    exitCode: end.exitCode,
    command,
    summary: end.summary,
    headCommit: head,
  } as const;
  if (head === null) {
    return spool.add(ended);
  }
  try {
    await pushHead(work, { head, remote: REMOTE });
    return spool.add(ended);
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).replaceAll(work.job.token, "***");
    return spool.add({ ...ended, outcome: "failed", summary: `Pushing the result failed: ${said}`, headCommit: null });
  }
}

async function runWithCheckpoints(
  { job, spool, signal }: JobRun,
  work: Work,
  env: Record<string, string>,
): Promise<AgentEnd> {
  const { adapter, invocation } = prepareAgent(job);
  const checkpoints = createCheckpoints(work, { remote: REMOTE, onEvent: (body) => spool.add(body) });
  const onEvent = (body: ExecutionEventBody): Promise<void> => {
    if (TURN_EVENTS.includes(body.type)) {
      checkpoints.consider();
    }
    return spool.add(body);
  };
  try {
    return await runAgent({
      job,
      adapter,
      invocation,
      env: agentEnv(env),
      repositoryPath: ENVIRONMENT_PATHS.repository,
      onEvent,
      signal,
    });
  } finally {
    await checkpoints.stop();
  }
}

function prepareAgent(job: Job) {
  const { adapter } = findAgent(job.agent.id);
  const invocation = adapter.buildInvocation({
    prompt: job.prompt,
    model: job.agent.model,
    token: job.token,
    gatewayUrl: GATEWAY_URL_INSIDE,
    provider: job.agent.provider,
    home: ENVIRONMENT_PATHS.home,
    repositoryPath: ENVIRONMENT_PATHS.repository,
    agentFolder: ENVIRONMENT_PATHS.agent,
  });
  return { adapter, invocation };
}

function describeCommand(job: Job): string {
  const { command, args } = prepareAgent(job).invocation;
  return [command, ...args]
    .map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`))
    .join(" ")
    .replaceAll(job.token, "***");
}

function agentEnv(env: Record<string, string>): Record<string, string> {
  return {
    ...env,
    PATH: `/opt/catalyst/node/bin:${env.PATH}`,
    TERM: "dumb",
    TMPDIR: "/tmp",
    USER: "agent",
    SHELL: "/bin/sh",
  };
}
