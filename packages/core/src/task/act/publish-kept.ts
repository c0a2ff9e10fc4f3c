import { nameActor } from "../../account/name-actor.ts";
import type { PermitDeps } from "../../account/rights/permit.ts";
import { CatalystError } from "../../catalyst-error.ts";
import { ASKED_NOTHING } from "../../execution/asked-execution.ts";
import { describeFindings } from "../../result/describe-findings.ts";
import type { Acceptance, AgentTask, TaskResult } from "../task.ts";
import { type ContinueTaskDeps, continueTask, type TaskToContinue } from "./continue-task.ts";
import { ownsFound } from "./owns-found.ts";
import { permitTask } from "./permit-task.ts";

const MAX_REASON = 1000;

export interface PublishKeptInput extends Omit<TaskToContinue, "keys"> {
  /** The execution that keeps the result. */
  executionId: string;
  result: TaskResult;
  /** The rules whose findings whoever asks accepts. */
  accept: readonly string[];
  /** Why they do; null or absent: they don't say. */
  reason?: string | null;
  /** Another name for the branch; null: the task's. */
  branch: string | null;
  /** Another branch that it is proposed for; null or absent: the task's base. */
  base?: string | null;
}

/**
 * Publishes a result that an execution keeps: the one that is picked in a race, or one that was held back or had no place.
 * Throws `policy_violation` while there are findings that nobody accepted, `invalid_input` for what isn't found, and `forbidden` for
 * who may not publish, or may not accept what was found.
 */
export async function publishKept(input: PublishKeptInput, deps: ContinueTaskDeps): Promise<AgentTask> {
  const { task, actor, executionId, branch, base = null } = input;
  await permitPublishing(input, deps);
  await permitAccepting(input, deps);
  checkFindings(input);
  const rules = [...new Set(input.accept)];
  return continueTask(
    {
      task,
      actor,
      keys: [],
      changes: [{ type: "publish_asked", executionId, acceptedRules: rules }],
      what: "Publishing a result of",
      from: ["awaiting_approval", "failed", "cancelled", "paused_budget"],
      otherwise: "only a result that waits can be published",
      purpose: "publish",
      asked: { ...ASKED_NOTHING, branch },
      continuesId: executionId,
      acceptance: rules.length === 0 ? undefined : await accept(rules, input, deps),
      patch: { ...(branch === null ? {} : { branch }), ...(base === null ? {} : { baseBranch: base }) },
    },
    deps,
  );
}

async function accept(
  rules: string[],
  { actor, reason }: Pick<PublishKeptInput, "actor" | "reason">,
  deps: ContinueTaskDeps,
): Promise<Acceptance> {
  const words = (reason ?? "").trim().slice(0, MAX_REASON);
  const said = { rules, by: await nameActor(actor, deps), at: deps.now() };
  return words === "" ? said : { ...said, reason: words };
}

/** Throws `forbidden` for who may not publish. */
export function permitPublishing(
  { task, actor }: Pick<PublishKeptInput, "task" | "actor">,
  deps: PermitDeps,
): Promise<void> {
  return permitTask({ actor, action: "publish_result", task, attempt: "Publishing a result of" }, deps);
}

/** Whoever owns all that a rule of protected places found may let it through, beside those who may let anything through. */
async function permitAccepting({ task, actor, accept, result }: PublishKeptInput, deps: PermitDeps): Promise<void> {
  if (accept.length > 0 && !ownsFound(actor, { accept, findings: result.findings })) {
    const attempt = "Accepting what was found in a result of";
    await permitTask({ actor, action: "accept_findings", task, attempt }, deps);
  }
}

function checkFindings({ task, result, accept }: PublishKeptInput): void {
  if (result.headCommit === null) {
    // Nobody could look at it yet.
    return;
  }
  const rules = new Set(result.findings.map(({ rule }) => rule));
  const unknown = accept.filter((rule) => !rules.has(rule));
  if (unknown.length > 0) {
    const there = rules.size === 0 ? "it has none" : `its findings are: ${[...rules].join(", ")}`;
    throw new CatalystError(
      "invalid_input",
      `Publishing a result of task #${task.number} failed: there is no finding "${unknown.join('", "')}" to accept; ${there}.`,
    );
  }
  const settled = [...result.acceptances.flatMap((acceptance) => acceptance.rules), ...accept];
  const open = result.findings.filter(({ rule }) => !settled.includes(rule));
  if (open.length > 0) {
    const rules = [...new Set(open.map(({ rule }) => rule))];
    throw new CatalystError("policy_violation", describeFindings(task.branch ?? "of the task", open), {
      way: { kind: "accept_findings", task: task.number, rules },
    });
  }
}
