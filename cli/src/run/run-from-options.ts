import type { AskedAgent, AskedWork } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../cli-context.ts";
import { readTaskBudget } from "./options/parse-budget.ts";
import { parseTimeout } from "./options/parse-timeout.ts";
import { type ReviewScopeOptions, readReviewScope } from "./options/read-review-scope.ts";
import { readSource, type SourceOptions } from "./read-source.ts";
import { runTask } from "./run-task.ts";
import type { RunTaskInput } from "./run-task-input.ts";

/** The options of `run` as commander gives them. */
export interface RunOptions extends SourceOptions, ReviewScopeOptions {
  repo?: string;
  project?: string;
  agent?: string;
  agents?: string;
  pick?: string;
  plan?: boolean;
  model?: string;
  base?: string;
  trustBase?: boolean;
  branch?: string;
  timeout?: string;
  budgetUsd?: string;
  budgetTokens?: string;
  json?: boolean;
  detach?: boolean;
}

/** Reads what the command line says and does it. */
export async function runFromOptions(
  { prompt, options }: { prompt: string | undefined; options: RunOptions },
  context: CliContext,
): Promise<void> {
  const timeoutSeconds = options.timeout === undefined ? null : parseTimeout(options.timeout);
  const source = await readSource(prompt, options, context);
  await runTask(
    {
      source,
      repo: options.repo ?? null,
      project: options.project ?? null,
      agents: readAgents(options),
      options: { ...readTaskOptions(options), review: readReviewScope(options, source) },
      base: options.base ?? null,
      isBaseTrusted: options.trustBase === true,
      branch: options.branch ?? null,
      timeoutSeconds,
      isJson: options.json === true,
      isDetached: options.detach === true,
    },
    context,
  );
}

/** One agent, or several that race: `claude-code,codex-cli:gpt-5` names a model behind a colon. */
function readAgents({ agent, agents, model }: RunOptions): RunTaskInput["agents"] {
  if (agents === undefined) {
    return [{ agent: agent ?? null, model: model ?? null }];
  }
  if (agent !== undefined || model !== undefined) {
    throw new CatalystError(
      "invalid_input",
      "Starting the task failed: --agents goes without --agent and --model. Name a model behind its agent: --agents claude-code:opus,codex-cli",
    );
  }
  const [first, ...others] = agents.split(",").map((word) => readWish(word.trim()));
  if (first === undefined || others.length === 0) {
    throw new CatalystError(
      "invalid_input",
      `Starting the task failed: --agents "${agents}" names fewer than two agents. For a race: --agents claude-code,codex-cli. For one: --agent claude-code`,
    );
  }
  return [first, ...others];
}

function readWish(word: string): AskedAgent {
  const [id = "", ...model] = word.split(":");
  return { agent: id, model: model.length === 0 ? null : model.join(":") };
}

function readTaskOptions(options: RunOptions): AskedWork["options"] {
  const { plan, agents, pick } = options;
  if (pick !== undefined && (agents === undefined || pick !== "verify")) {
    throw new CatalystError(
      "invalid_input",
      `Starting the task failed: --pick ${pick} can't be used${agents === undefined ? " without several agents" : ""}. With --agents, \`--pick verify\` publishes the first result that the project's verify hook accepts; without it, you pick.`,
    );
  }
  return {
    requirePlanApproval: plan === true,
    budget: readTaskBudget(options),
    race: agents === undefined ? null : { pick: pick ?? "person" },
  };
}
