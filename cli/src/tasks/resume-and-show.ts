import { randomUUID } from "node:crypto";
import { findAgent } from "@catalyst/agents";
import { type AgentTask, resumeTask } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { LOCAL_LOGIN, type Stores, withStores } from "../open-stores.ts";
import { parseBudgetChange } from "../run/parse-budget.ts";
import { prepareAgent } from "../run/prepare-agent.ts";
import { leaveDetached } from "../run/run-task.ts";
import { seeThrough } from "../run/see-through.ts";
import { chooseFor, ENVIRONMENT_NAMESPACE, sealForTask } from "../run/submit-run.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { findTask } from "./find-task.ts";

/** The options of `tasks resume` as commander gives them. */
export interface ResumeOptions {
  budgetUsd?: string;
  budgetTokens?: string;
  json?: boolean;
  detach?: boolean;
}

export async function resumeAndShow(
  { reference, options }: { reference: string; options: ResumeOptions },
  context: CliContext,
): Promise<void> {
  const config = await context.readConfig();
  const change = {
    usd: parseBudgetChange(options.budgetUsd, "usd"),
    tokens: parseBudgetChange(options.budgetTokens, "tokens"),
  };
  const isJson = options.json === true;
  await withStores(context, async (stores) => {
    const paused = await findTask(reference, stores);
    const credentials = await findCredentials(paused, { stores, config }, context);
    const task = await resumeTask(
      { task: paused, ...change, credentials },
      { ...stores, environmentNamespace: ENVIRONMENT_NAMESPACE, newId: randomUUID },
    );
    await ensureUp(config);
    if (options.detach === true) {
      leaveDetached(task, isJson, context);
      return;
    }
    const repository = (await stores.repos.get(task.repoId)) ?? { vcs: "local" as const, url: "" };
    await seeThrough({ task, repository, isJson, stores, config }, context);
  });
}

/** A key from a variable was for the run that paused only: it is read anew. */
async function findCredentials(
  task: AgentTask,
  { stores, config }: { stores: Stores; config: CliConfig },
  { output }: CliContext,
) {
  const last = (await stores.executions.listForTask(task.id)).at(-1);
  const agent = findAgent(last?.agentType ?? task.agentType);
  const user = await stores.repos.ensureUser(LOCAL_LOGIN);
  const choice = await chooseFor({ agent, user, variables: config.providerVariables }, stores);
  await prepareAgent(agent, config, output);
  return sealForTask({ choice, taskId: task.id, user }, stores);
}
