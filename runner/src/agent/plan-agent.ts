import { type AgentAdapter, findAgentOfJob, type Invocation } from "@catalyst/agents";
import { ENVIRONMENT_PATHS, GATEWAY_URL_INSIDE, type Job } from "@catalyst/core";
import { projectEnv } from "../workspace/project-env.ts";

export interface AgentPlan {
  adapter: AgentAdapter;
  invocation: Invocation;
  /** What every agent gets, beneath the adapter's own. */
  env: Record<string, string>;
  /** The command for people, without the token. */
  shown: string;
}

/** How the job's agent is started. */
export function planAgent(job: Job, gitEnv: Record<string, string>): AgentPlan {
  const { adapter } = findAgentOfJob(job.agent);
  const invocation = adapter.buildInvocation({
    prompt: job.prompt,
    model: job.agent.model,
    token: job.agentToken,
    gatewayUrl: GATEWAY_URL_INSIDE,
    provider: job.agent.provider,
    home: ENVIRONMENT_PATHS.home,
    repositoryPath: ENVIRONMENT_PATHS.repository,
    agentFolder: ENVIRONMENT_PATHS.agent,
    purpose: job.agent.purpose,
    resumeSessionId: job.agent.resumeSessionId,
  });
  return { adapter, invocation, env: agentEnv(job, gitEnv), shown: show(invocation, job.agentToken) };
}

/** What every agent and hook gets: the project's variables beneath the environment's own. */
export function agentEnv(job: Job, env: Record<string, string>): Record<string, string> {
  return { ...projectEnv(job), ...baseEnv(env) };
}

/** What no variable of a project can change. */
export function baseEnv(env: Record<string, string>): Record<string, string> {
  return {
    ...env,
    PATH: `/opt/catalyst/node/bin:${env.PATH}`,
    TERM: "dumb",
    TMPDIR: "/tmp",
    USER: "agent",
    SHELL: "/bin/sh",
  };
}

function show({ command, args }: Invocation, token: string): string {
  return [command, ...args]
    .map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", "'\\''")}'`))
    .join(" ")
    .replaceAll(token, "***");
}
