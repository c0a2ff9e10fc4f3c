import type { AgentConfig, Hooks } from "../../agent/agent-config.ts";
import { PURPOSES } from "../../task/execution-purpose.ts";
import type { Step } from "../step.ts";
import { findLostRight } from "./find-lost-right.ts";
import { type Objection, objectTo, type Why } from "./objection.ts";

/** The word of now, which counts where it is stricter than that of the beginning. */
interface AskedAgain {
  /** null: none. */
  objection: Objection | null;
  /** What it is done for has ended meanwhile, as an issue that somebody closed. */
  isEnded: boolean;
  onVerifyFailure: Hooks["onVerifyFailure"];
}

/**
 * Asks the owner and the holder of the key again, before anything is published: what was allowed, paid for and limited when
 * the work began may have been taken back while it was done. The repository isn't asked.
 */
export async function askAgain(step: Step): Promise<AskedAgain> {
  const { repo, execution, deps } = step;
  const config = await deps.settings.get(repo.projectId);
  const decided = execution.resolution.settings.hooks.onVerifyFailure;
  const isHeld = config !== null && says(config, "hooks.onVerifyFailure") && config.hooks.onVerifyFailure === "hold";
  const why = (await findRevoked(step)) ?? (await findLostRight(step)) ?? (await findForbidden(step, config));
  const isEnded = (await deps.executions.getTask(execution.id))?.ending != null;
  return { objection: why === null ? null : objectTo(step, why), isEnded, onVerifyFailure: isHeld ? "hold" : decided };
}

async function findRevoked({ execution, deps }: Step): Promise<Why | null> {
  const { credential } = execution.resolution;
  const stored = credential === null ? null : await deps.credentials.get(credential.id);
  if (credential === null || (stored !== null && (stored.isOpen || credential.payer?.isOpen !== true))) {
    return null;
  }
  const what = stored === null ? "was removed" : "was closed to those who may write there";
  return ["credential_missing", `the ${credential.provider} credential that it was done with ${what} meanwhile.`];
}

async function findForbidden(step: Step, config: AgentConfig | null): Promise<Why | null> {
  const { execution, task } = step;
  if (config === null) {
    return null;
  }
  if (says(config, "enabledAgents") && !config.enabledAgents.includes(execution.agentType)) {
    return ["not_allowed", `the project's owner doesn't enable the agent ${execution.agentType} any more.`];
  }
  const { mayChange } = PURPOSES[execution.purpose];
  if (says(config, "requirePlanApproval") && config.requirePlanApproval && mayChange && task.plan?.approvedAt == null) {
    return ["not_allowed", "the project's owner wants plans approved first by now, and this work has none."];
  }
  return findOverspent(step, config);
}

/** A budget that was lowered below what is spent by now. */
async function findOverspent({ execution, task, deps }: Step, { budgets }: AgentConfig): Promise<Why | null> {
  const before = execution.resolution.settings.budgets;
  const { limits } = await deps.budgets.spent(task.id);
  const lowered = limits.find(({ scope, unit, limit, spent }) => {
    const old = before[scope][unit];
    return limit === budgets[scope][unit] && (old === null || limit < old) && spent > limit;
  });
  return lowered === undefined
    ? null
    : ["budget_exceeded", `the project's owner lowered budgets.${lowered.scope}.${lowered.unit} below what is spent.`];
}

function says({ ownerKeys }: AgentConfig, key: string): boolean {
  return ownerKeys.includes(key);
}
