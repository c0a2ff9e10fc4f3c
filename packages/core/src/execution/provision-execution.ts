import { createHash } from "node:crypto";
import type { CatalogEntry } from "../agent/agent-catalog.ts";
import { buildAgentPrompt } from "../agent/build-agent-prompt.ts";
import type { RemovedText } from "../agent/clean-untrusted-text.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { SetupCache } from "../environment/environment.ts";
import { collectAgentContext } from "./collect-agent-context.ts";
import { findHooks } from "./find-hooks.ts";
import { makeJobs } from "./make-jobs.ts";
import { LOCK_FILES, setupCacheKey } from "./setup-cache-key.ts";
import type { Advance, Step } from "./step.ts";

/** pending, provisioning -> running: mirror, quarantine, grants, environment. */
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
  const { execution, task, repo, lease, deps } = step;
  const agent = await deps.agents.find(execution.agentType);
  const hooks = await findHooks(step);
  const credential = await findCredential(step, agent);
  const prompt = await buildPrompt(step, baseCommit);
  await deps.repositories.ensureQuarantine({ executionId: execution.id, repo, baseCommit, branch: task.branch });
  const startCommit = execution.startCommit ?? baseCommit;
  const made = makeJobs(
    { execution, task, hooks, env: {}, startCommit, prompt, resumeSessionId: null, credential },
    deps,
  );
  for (const grant of made.grants) {
    await deps.grants.issue(grant, lease.epoch);
  }
  return deps.environments.ensure({
    executionId: execution.id,
    agentId: agent.id,
    agentVersion: agent.version,
    limits: deps.limits,
    timeoutSeconds: made.timeoutSeconds,
    stages: made.stages,
    setupCache: await findSetupCache(step, { setup: hooks.setup, env: {}, baseCommit, startCommit }),
  });
}

/** What an execution leaves that goes on from an agent's work is never kept: the agent could have prepared it for others. */
async function findSetupCache(
  { task, repo, deps }: Step,
  start: { setup: string | null; env: Record<string, string>; baseCommit: string; startCommit: string },
): Promise<SetupCache | null> {
  const { setup, env, baseCommit, startCommit } = start;
  if (setup === null) {
    return null;
  }
  const lockFiles = await deps.repositories.findFiles({ repo, commit: startCommit, names: LOCK_FILES });
  const key = setupCacheKey({ repoId: repo.id, baseBranch: task.baseBranch, setup, env, lockFiles });
  return { key, isSaved: startCommit === baseCommit };
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

async function buildPrompt(step: Step, commit: string): Promise<string> {
  const { execution, task, repo, lease, deps } = step;
  // The script agent's prompt is a program: wrapping it in words would break it.
  const agent = await deps.agents.find(execution.agentType);
  if (agent.providers.length === 0) {
    return task.contextPayload.body || task.contextPayload.title;
  }
  const fence = createHash("sha256").update(deps.newToken()).digest("hex").slice(0, 16);
  const { context, removed } = await collectAgentContext({ task, repo, commit, fence }, deps);
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
