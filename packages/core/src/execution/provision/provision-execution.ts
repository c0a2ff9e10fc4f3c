import type { CatalogEntry } from "../../agent/agent-catalog.ts";
import type { BudgetUse } from "../../budget/budget.ts";
import { CatalystError } from "../../catalyst-error.ts";
import type { AgentCredential } from "../../credential/credential.ts";
import type { EnvironmentStatus } from "../../environment/environment.ts";
import { doBeside } from "../attempt/do-beside.ts";
import { endExecution } from "../end/end-execution.ts";
import { refusedEnvironment } from "../end/refused-environment.ts";
import { policyOfExecution } from "../publish/policy-of-execution.ts";
import type { Advance, Step } from "../step.ts";
import { buildTurn, NO_TURN } from "../turn/build-turn.ts";
import { isEvicted } from "../watch/go-on-elsewhere.ts";
import { isCutShort, startAgain } from "../watch/start-again.ts";
import { stopForBudget } from "../watch/stop-for-budget.ts";
import { type BroughtIn, bringBaseIn } from "./bring-base-in.ts";
import { checkBranch } from "./check-branch.ts";
import { ensureInstalled } from "./ensure-installed.ts";
import { findStart, knownStart, type Start } from "./find-start.ts";
import { limitReach } from "./limit-reach.ts";
import { makeJobs } from "./make-jobs.ts";
import { noteSettings } from "./note-settings.ts";
import { planSetup } from "./plan-setup.ts";
import { refuseTakenAway } from "./refuse-taken-away.ts";

/** pending, provisioning -> running: mirror, quarantine, grants, environment. */
export async function provisionExecution(step: Step): Promise<Advance> {
  const { lease, deps } = step;
  const spent = await findSpent(step);
  if (spent !== null) {
    return endExecution(step, { ...(await stopForBudget(step, spent)), patch: {} });
  }
  const start = await decideStart(step);
  // An environment that is there already was made by a worker that died before it could say so.
  const found = await findEnvironment(step);
  const status = found.kind === "absent" ? await makeEnvironment(step, start) : found;
  if (status === null) {
    await deps.executions.move(lease, "publishing", {});
    return { kind: "again" };
  }
  if (status.kind === "refused") {
    const shortage = shortageOf(status);
    const again = shortage === null ? null : await startAgain(step, shortage);
    if (again === null) {
      throw refusedEnvironment(status);
    }
    await deps.environments.destroy(step.execution.id);
    return again;
  }
  if (status.kind === "starting") {
    if (status.detail !== null) {
      await say(step, `The environment waits for ${status.detail}.`);
    }
    return { kind: "wait", known: status };
  }
  await deps.executions.move(lease, "running", {});
  return { kind: "again" };
}

/** What passes: others have the room now, and give it back, or a registry comes back. null: this doesn't. */
function shortageOf({ code }: Extract<EnvironmentStatus, { kind: "refused" }>): string | null {
  if (code === "registry") {
    return "The registry of its images was away.";
  }
  return code === "quota" || code === "unschedulable" ? "No room was found for the environment in time." : null;
}

/** The budget that would refuse the first request of an agent that has a model. Asked before anything is made, where one is needed for certain. */
async function findSpent({ execution, task, deps }: Step): Promise<BudgetUse | null> {
  if (execution.asked.update !== null || execution.state !== "pending" || execution.resolution.credential === null) {
    return null;
  }
  const { limits } = await deps.budgets.spent(task.id);
  return limits.find(({ spent, limit }) => spent >= limit) ?? null;
}

/** Where it begins, stored: whoever repeats this step begins where the first did. */
async function decideStart(step: Step): Promise<Start> {
  const { lease, execution, deps } = step;
  const moving = execution.state === "provisioning" ? null : deps.executions.move(lease, "provisioning", {});
  const known = knownStart(execution);
  if (known !== null) {
    // What was there then may be gone since: no mirror is in a backup.
    await doBeside(Promise.resolve(moving), deps.repositories.refreshMirror(step.repo));
    return known;
  }
  const [, start] = await doBeside(Promise.resolve(moving), findStart(step), deps.environments.prepare(execution.id));
  await deps.executions.move(lease, "provisioning", start);
  return start;
}

/** One that ended before an agent could begin, or was evicted, makes room for another. */
async function findEnvironment({ execution, deps }: Step) {
  const found = await deps.environments.observe(execution.id);
  if (!isCutShort(found) && !isEvicted(found, deps.environments)) {
    return found;
  }
  await deps.environments.destroy(execution.id);
  return { kind: "absent" } as const;
}

/** null: what was asked for is done, and needs none. */
async function makeEnvironment(step: Step, start: Start): Promise<EnvironmentStatus | null> {
  const { execution, repo, deps } = step;
  const { baseCommit, settingsCommit, resolution } = execution;
  const { startCommit } = start;
  await refuseTakenAway(step, start);
  const others = [
    baseCommit,
    settingsCommit,
    ...(execution.asked.update?.isOfOthers === true ? [start.branchCommit] : []),
  ];
  const otherCommits = others.filter((commit) => commit !== null);
  const quarantine = { executionId: execution.id, repo, startCommit, otherCommits, keptBy: execution.continuesId };
  const making = deps.repositories.ensureQuarantine(quarantine);
  const check = async () => (resolution.reviewed === null ? checkBranch(step, start) : undefined);
  // A branch that is there is compared with what the quarantine has.
  await doBeside(making, start.branchCommit === null ? check() : making.then(check));
  const agent = await deps.agents.find(execution.agentType, resolution.agentFile);
  const brought = await bringBaseIn(step, start);
  const isUpdate = execution.asked.update !== null;
  const needsAgent = !isUpdate || brought?.instruction !== null || (await hasMessages(step));
  if (!needsAgent && resolution.settings.hooks.verify === null) {
    return null;
  }
  return startEnvironment(step, { start, agent, brought, needsAgent });
}

/** Whether people say something that an agent has to hear; a step that is repeated may have taken it before. */
async function hasMessages({ execution, task, deps }: Step): Promise<boolean> {
  const waiting = await deps.messages.listUndelivered(task.id);
  return waiting.length > 0 || (await deps.messages.listDelivered(execution.id)).length > 0;
}

interface Wanted {
  start: Start;
  agent: CatalogEntry;
  brought: BroughtIn | null;
  needsAgent: boolean;
}

async function startEnvironment(step: Step, { start, agent, brought, needsAgent }: Wanted): Promise<EnvironmentStatus> {
  const { execution, task, lease, deps } = step;
  const { settingsCommit, resolution } = execution;
  const { settings } = resolution;
  const { hooks, env, allowedHosts, allowedProviderFeatures, modelPrices, sparsePaths } = settings;
  const begun = { ...start, startCommit: brought?.startCommit ?? start.startCommit };
  const credential = needsAgent ? await takeCredential(step, agent) : null;
  const agentVersion = await ensureInstalled(step, agent);
  const turn = needsAgent
    ? await buildTurn(step, {
        agent,
        reachableHosts: limitReach(task, "agent", settings).allowedHosts,
        sparsePaths,
        startCommit: begun.startCommit,
        instruction: brought?.instruction ?? null,
      })
    : NO_TURN;
  const { setup, notes } = await planSetup(step, { settings, settingsCommit });
  const made = makeJobs({
    ...{ execution, task, setup, hooks, env, allowedHosts, allowedProviderFeatures, modelPrices },
    ...{ sparsePaths, startCommit: await findCheckpoint(step, begun), ...turn, needsAgent, credential },
    definition: agent.definition,
    instructionPaths: listInstructionPaths(step),
  });
  await deps.grants.plan(lease, made.grants);
  await noteSettings(step, notes);
  return deps.environments.ensure({
    executionId: execution.id,
    agentId: agent.id,
    agentVersion,
    repoId: task.repoId,
    limits: deps.limits,
    timeoutSeconds: made.timeoutSeconds,
    stages: made.stages,
    setupCache: setup?.cache ?? null,
  });
}

/** What any agent reads as instructions or settings. */
function listInstructionPaths(step: Step): string[] {
  const { protectedPaths } = policyOfExecution(step);
  return protectedPaths.flatMap(({ role, path }) => (role === "agents" ? [path] : []));
}

/** Where an environment begins: another one than the first of its execution where that one's last push was. */
async function findCheckpoint({ execution, deps }: Step, { startCommit }: Start): Promise<string> {
  const pushed = execution.evictions === 0 ? null : await deps.repositories.findPushed(execution.id);
  return pushed ?? startCommit;
}

async function say({ lease, deps }: Step, text: string): Promise<void> {
  await deps.events.tell(lease, { type: "log", stream: "system", text });
}

/** The key that was decided on, if nobody has revoked it since. */
async function takeCredential({ execution, deps }: Step, agent: CatalogEntry): Promise<AgentCredential | null> {
  const chosen = execution.resolution.credential;
  if (chosen === null) {
    return null;
  }
  const credential = await deps.credentials.get(chosen.id);
  if (credential === null) {
    throw new CatalystError(
      "credential_missing",
      `The credential for provider "${chosen.provider}", which ${agent.name} was to use, was removed.`,
      { way: { kind: "add_credential", providers: [chosen.provider] } },
    );
  }
  await deps.credentials.markUsed(credential.id);
  return credential;
}
