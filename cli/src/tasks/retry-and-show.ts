import { randomUUID } from "node:crypto";
import { findAgent } from "@catalyst/agents";
import { type AgentTask, retryTask } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { LOCAL_LOGIN, type Stores, withStores } from "../open-stores.ts";
import { prepareAgent } from "../run/prepare-agent.ts";
import { leaveDetached } from "../run/run-task.ts";
import { seeThrough } from "../run/see-through.ts";
import { chooseFor, ENVIRONMENT_NAMESPACE, sealForTask } from "../run/submit-run.ts";
import { ensureUp } from "../up/ensure-up.ts";
import { findTask } from "./find-task.ts";

export async function retryAndShow(
  input: { reference: string; isJson: boolean; isDetached: boolean },
  context: CliContext,
): Promise<void> {
  const config = await context.readConfig();
  await withStores(context, async (stores) => {
    const task = await retry(await findTask(input.reference, stores), { stores, config }, context);
    await ensureUp(config);
    if (input.isDetached) {
      leaveDetached(task, input.isJson, context);
      return;
    }
    const repository = (await stores.repos.get(task.repoId)) ?? { vcs: "local" as const, url: "" };
    await seeThrough({ task, repository, isJson: input.isJson, stores, config }, context);
  });
}

async function retry(
  task: AgentTask,
  { stores, config }: { stores: Stores; config: CliConfig },
  { output }: CliContext,
): Promise<AgentTask> {
  const agent = findAgent(task.agentType);
  const user = await stores.repos.ensureUser(LOCAL_LOGIN);
  const choice = await chooseFor({ agent, user, variables: config.providerVariables }, stores);
  await prepareAgent(agent, config, output);
  const credentials = await sealForTask({ choice, taskId: task.id, user }, stores);
  return retryTask(
    { task, agent: null, credentials },
    { tasks: stores.tasks, environmentNamespace: ENVIRONMENT_NAMESPACE, newId: randomUUID },
  );
}
