import { createHash } from "node:crypto";
import type { CatalogEntry } from "../agent/agent-catalog.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { Job } from "../environment/job.ts";
import type { EffectiveSettings } from "../settings/effective-settings.ts";
import { buildTurn } from "./build-turn.ts";
import { findStart, type Start } from "./find-start.ts";
import { noteSettings, settingsOfExecution } from "./settings-of-execution.ts";
import type { Advance, Step } from "./step.ts";

const GRACE_SECONDS = 10;
/** For clone, left-over commit and the last push, beside the agent's own time. */
const OVERHEAD_SECONDS = 600;

/** pending, provisioning -> running: mirror, quarantine, grant, environment. */
export async function provisionExecution(step: Step): Promise<Advance> {
  const { lease, execution, deps } = step;
  await deps.executions.move(lease, "provisioning", {});
  const start = await findStart(step);
  // An environment that is there already was made by a worker that died before it could say so.
  const found = await deps.environments.observe(execution.id);
  const status = found.kind === "absent" ? await makeEnvironment(step, start) : found;
  if (status.kind === "refused") {
    throw new CatalystError(
      "isolation_unavailable",
      `Starting the environment was refused: ${status.reason} Agents never run without isolation. See what is missing: catalyst doctor`,
    );
  }
  await deps.executions.move(lease, "running", start);
  return { kind: "again" };
}

async function makeEnvironment(step: Step, start: Start) {
  const { execution, task, repo, deps } = step;
  const settings = await settingsOfExecution(step, start.baseCommit);
  const agent = await deps.agents.find(execution.agentType);
  const credential = await findCredential(step, agent);
  const { startCommit } = start;
  const { prompt, resumeSessionId } = await buildTurn(step, { agent, start, reachableHosts: settings.allowedHosts });
  await deps.repositories.ensureQuarantine({
    executionId: execution.id,
    repo,
    startCommit,
    keptBy: execution.continuesId,
  });
  const token = deps.newToken();
  await issueGrant(step, { token, credential, allowedHosts: settings.allowedHosts });
  await noteSettings(step, settings);
  return deps.environments.ensure({
    executionId: execution.id,
    agentId: agent.id,
    agentVersion: agent.version,
    repoId: task.repoId,
    limits: deps.limits,
    timeoutSeconds: task.timeoutSeconds + GRACE_SECONDS + OVERHEAD_SECONDS,
    job: toJob(step, { token, prompt, resumeSessionId, startCommit, provider: credential?.provider ?? null, settings }),
  });
}

async function findCredential({ task, deps }: Step, agent: CatalogEntry): Promise<AgentCredential | null> {
  for (const provider of agent.providers) {
    const credential = await deps.credentials.findForTask(task.id, provider);
    if (credential !== null) {
      await deps.credentials.markUsed(credential.id);
      return credential;
    }
  }
  if (agent.providers.length === 0) {
    return null;
  }
  throw new CatalystError(
    "credential_missing",
    `No credential for provider "${agent.providers[0]}", which ${agent.id} needs. Add one: catalyst credentials add ${agent.providers[0]}`,
  );
}

function issueGrant(
  { lease, execution, task, deps }: Step,
  { token, credential, allowedHosts }: { token: string; credential: AgentCredential | null; allowedHosts: string[] },
): Promise<void> {
  const lifetimeSeconds = task.timeoutSeconds + GRACE_SECONDS + OVERHEAD_SECONDS;
  return deps.grants.issue(
    {
      executionId: execution.id,
      taskId: task.id,
      tokenHash: createHash("sha256").update(token).digest("hex"),
      llm: credential === null ? null : { provider: credential.provider, credentialId: credential.id },
      repoId: task.repoId,
      branch: execution.purpose === "plan" ? null : task.branch,
      stage: "agent",
      allowedHosts,
      expiresAt: new Date(deps.now().getTime() + lifetimeSeconds * 1000),
    },
    lease.epoch,
  );
}

function toJob(
  { execution, task }: Step,
  made: {
    token: string;
    prompt: string;
    resumeSessionId: string | null;
    startCommit: string;
    provider: string | null;
    settings: EffectiveSettings;
  },
): Job {
  const { settings } = made;
  return {
    executionId: execution.id,
    token: made.token,
    steps: ["prepare", "agent"],
    agent: {
      id: execution.agentType,
      model: execution.model,
      provider: made.provider,
      purpose: execution.purpose === "plan" ? "plan" : "work",
      resumeSessionId: made.resumeSessionId,
    },
    prompt: made.prompt,
    hooks: toJobHooks(settings),
    env: settings.env,
    hasEgress: settings.allowedHosts.length > 0,
    repository: { baseCommit: made.startCommit, branch: task.branch, baseBranch: task.baseBranch },
    author: { name: "Catalyst", email: "catalyst@localhost" },
    leftoverCommitMessage: leftoverMessage(task.contextPayload.title),
    timeoutSeconds: task.timeoutSeconds,
    graceSeconds: GRACE_SECONDS,
  };
}

function toJobHooks({ hooks: { setup, verify, verifyAttempts, timeoutMinutes } }: EffectiveSettings): Job["hooks"] {
  return { setup, verify, verifyAttempts, timeoutSeconds: timeoutMinutes * 60 };
}

function leftoverMessage(title: string): string {
  const subject = title.split("\n", 1)[0]?.trim().slice(0, 60) || "Work of the agent";
  return `${subject}\n\nChanges that the agent left uncommitted when it ended.`;
}
