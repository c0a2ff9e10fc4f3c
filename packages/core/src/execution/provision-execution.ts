import { createHash } from "node:crypto";
import type { CatalogEntry } from "../agent/agent-catalog.ts";
import { buildAgentPrompt } from "../agent/build-agent-prompt.ts";
import type { RemovedText } from "../agent/clean-untrusted-text.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { Job } from "../environment/job.ts";
import type { EffectiveSettings } from "../settings/effective-settings.ts";
import { collectAgentContext } from "./collect-agent-context.ts";
import { noteSettings, settingsOfExecution } from "./settings-of-execution.ts";
import type { Advance, Step } from "./step.ts";

const GRACE_SECONDS = 10;
/** For clone, left-over commit and the last push, beside the agent's own time. */
const OVERHEAD_SECONDS = 600;

/** pending, provisioning -> running: mirror, quarantine, grant, environment. */
export async function provisionExecution(step: Step): Promise<Advance> {
  const { lease, execution, deps } = step;
  await deps.executions.move(lease, "provisioning", {});
  const baseCommit = execution.baseCommit ?? (await findBaseCommit(step));
  // An environment that is there already was made by a worker that died before it could say so.
  const found = await deps.environments.observe(execution.id);
  const status = found.kind === "absent" ? await makeEnvironment(step, baseCommit) : found;
  if (status.kind === "refused") {
    throw new CatalystError(
      "isolation_unavailable",
      `Starting the environment was refused: ${status.reason} Agents never run without isolation. See what is missing: catalyst doctor`,
    );
  }
  await deps.executions.move(lease, "running", { baseCommit });
  return { kind: "again" };
}

async function findBaseCommit({ task, repo, deps }: Step): Promise<string> {
  await deps.repositories.refreshMirror(repo);
  return deps.repositories.resolveCommit(repo, task.baseBranch);
}

async function makeEnvironment(step: Step, baseCommit: string) {
  const { execution, task, repo, deps } = step;
  const settings = await settingsOfExecution(step, baseCommit);
  const agent = await deps.agents.find(execution.agentType);
  const credential = await findCredential(step, agent);
  const prompt = await buildPrompt(step, { commit: baseCommit, reachableHosts: settings.allowedHosts });
  await deps.repositories.ensureQuarantine({ executionId: execution.id, repo, baseCommit, branch: task.branch });
  const token = deps.newToken();
  await issueGrant(step, { token, credential, allowedHosts: settings.allowedHosts });
  await noteSettings(step, settings);
  return deps.environments.ensure({
    executionId: execution.id,
    agentId: agent.id,
    agentVersion: agent.version,
    limits: deps.limits,
    timeoutSeconds: task.timeoutSeconds + GRACE_SECONDS + OVERHEAD_SECONDS,
    job: toJob(step, { token, prompt, baseCommit, provider: credential?.provider ?? null, settings }),
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

async function buildPrompt(
  step: Step,
  { commit, reachableHosts }: { commit: string; reachableHosts: string[] },
): Promise<string> {
  const { execution, task, repo, lease, deps } = step;
  // The script agent's prompt is a program: wrapping it in words would break it.
  const agent = await deps.agents.find(execution.agentType);
  if (agent.providers.length === 0) {
    return task.contextPayload.body || task.contextPayload.title;
  }
  const fence = createHash("sha256").update(deps.newToken()).digest("hex").slice(0, 16);
  const { context, removed } = await collectAgentContext({ task, repo, commit, fence, reachableHosts }, deps);
  if (removed.length > 0) {
    const text = `Removed from the task's text: ${removed.map(describeRemoved).join(", ")}.`;
    await deps.events.record({
      executionId: lease.executionId,
      source: "worker",
      body: { type: "log", stream: "system", text },
    });
  }
  return buildAgentPrompt(context);
}

function describeRemoved({ kind, count }: RemovedText): string {
  return `${count} ${kind.replaceAll("_", " ")}${count === 1 ? "" : "s"}`;
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
      branch: task.branch,
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
    baseCommit: string;
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
      resumeSessionId: null,
    },
    prompt: made.prompt,
    hooks: toJobHooks(settings),
    env: settings.env,
    hasEgress: settings.allowedHosts.length > 0,
    repository: { baseCommit: made.baseCommit, branch: task.branch, baseBranch: task.baseBranch },
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
