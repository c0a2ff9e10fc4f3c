import type { AgentDefinition } from "@catalyst/agents";
import {
  type AgentConfig,
  type AgentTask,
  CatalystError,
  checkEnabled,
  type EffectiveSettings,
  projectAgentPath,
  type TaskOptions,
  type User,
} from "@catalyst/core";
import { type AgentSearch, findAgentFor } from "../agents/find-agents.ts";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { LOCAL_LOGIN, type Stores, withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { showRevision } from "../output/show-revision.ts";
import { findSettingsSource, type SettingsSource } from "../settings/find-settings-source.ts";
import { readSettings } from "../settings/read-settings.ts";
import { ensureUp } from "../up/ensure-up.ts";
import type { CredentialChoice } from "./choose-credential.ts";
import { findRepository, type RunRepository } from "./find-repository.ts";
import { readIssue, readPrompt, type TaskText } from "./read-issue.ts";
import { seeThrough } from "./see-through.ts";
import { chooseFor, type ReadyAgent, submitRun } from "./submit-run.ts";
import { taskRecord } from "./task-record.ts";

export type RunSource = { kind: "prompt"; text: string } | { kind: "issue"; markdown: string; path: string };

/** An agent as the user names it. */
export interface AgentWish {
  /** null: the default of the settings. */
  id: string | null;
  model: string | null;
}

export interface RunTaskInput {
  source: RunSource;
  repo: string;
  /** Several race on the task. */
  agents: readonly [AgentWish, ...AgentWish[]];
  options: TaskOptions;
  base: string | null;
  /** The person vouches for the base: its own settings count, and its files run with secrets. */
  isBaseTrusted: boolean;
  branch: string | null;
  timeoutSeconds: number | null;
  isJson: boolean;
  isDetached: boolean;
}

/** The whole of `catalyst run`: from what the user asked to what came of it. */
export async function runTask(input: RunTaskInput, context: CliContext): Promise<AgentTask> {
  const config = await context.readConfig();
  const repository = await findRepository(input, context);
  return withStores(context, async (stores) => {
    const owner = await stores.repos.ensureConfig(LOCAL_LOGIN);
    const source = await findSettingsSource({ repository, owner, isVouchedFor: input.isBaseTrusted }, stores);
    const settings = await readSettings(source, owner);
    const search = { home: config.home, source };
    const wanted = await Promise.all(input.agents.map((wish) => chooseAgent(wish, settings, search)));
    for (const [index, { agent }] of wanted.entries()) {
      checkEnabled(agent.id, settings.enabledAgents);
      checkNamed(agent, { isNamed: input.agents[index]?.id !== null, owner });
    }
    const isScript = wanted.some(({ agent }) => agent.providers.length === 0);
    const text = readSource(input.source, isScript);
    const user = await stores.repos.ensureUser(LOCAL_LOGIN);
    const agents = await makeReady(wanted, { user, config, stores });
    // Nothing can be wrong with the request any more but its branch: worker and gateway start while it is stored.
    const started = await ensureUp(config);
    if (context.interrupted.aborted) {
      throw new CatalystError("cancelled", "Nothing was started.");
    }
    const task = await submitRun(
      {
        ...input,
        text,
        isIssue: input.source.kind === "issue",
        repository,
        agents,
        user,
        options: { ...withTaskSettings(input.options, settings), trustedBase: source.trustedCommit },
        timeoutSeconds: input.timeoutSeconds ?? settings.timeoutMinutes * 60,
        enabledAgents: settings.enabledAgents,
        trustedBranches: owner.trustedBranches,
      },
      stores,
    );
    const notes = [...repository.notes, ...noteSettings(source)];
    announce({ task, repository: { ...repository, notes }, agents }, context);
    if (input.isDetached) {
      return leaveDetached(task, input.isJson, context);
    }
    if (started === "started") {
      context.output.say(
        context.output.colors.dim("· starting worker and gateway; they end by themselves when nothing is left to do"),
      );
    }
    return seeThrough({ task, repository, isJson: input.isJson, stores, config }, context);
  });
}

function noteSettings({ note, commit }: SettingsSource): string[] {
  const others = commit === null ? " Say which branch is the main one: catalyst config default-branch <branch>" : "";
  return note === null ? [] : [`${note} To take its own: --trust-base.${others}`];
}

/** A model that the settings name means something to their default agent only. */
async function chooseAgent(
  { id, model }: AgentWish,
  settings: EffectiveSettings,
  search: AgentSearch,
): Promise<Omit<ReadyAgent, "choice">> {
  const agent = await findAgentFor(id ?? settings.defaultAgent, search);
  return { agent, model: model ?? (agent.id === settings.defaultAgent ? settings.model : null) };
}

/** A repository alone can't have its own program run, and spend money, on the machine of whoever looks at it. */
function checkNamed(
  { id, custom }: AgentDefinition,
  { isNamed, owner }: { isNamed: boolean; owner: AgentConfig },
): void {
  const isEnabled = owner.ownerKeys.includes("enabledAgents") && owner.enabledAgents.includes(id);
  if (custom?.owner === "project" && !isNamed && !isEnabled) {
    throw new CatalystError(
      "forbidden",
      `The repository's settings choose the agent "${id}", which only the repository itself describes. Look at ${projectAgentPath(id)}, then name it: --agent ${id}`,
    );
  }
}

/** The owner's limits hold beside; what a repository says of a task is kept with it. */
function withTaskSettings(
  options: TaskOptions,
  { budgets, sources, requirePlanApproval }: EffectiveSettings,
): TaskOptions {
  const limit = (unit: "usd" | "tokens") =>
    options.budget[unit] ?? (sources[`budgets.task.${unit}`] === "file" ? budgets.task[unit] : null);
  return {
    ...options,
    requirePlanApproval: options.requirePlanApproval || requirePlanApproval,
    budget: { usd: limit("usd"), tokens: limit("tokens") },
  };
}

async function makeReady(
  wanted: Omit<ReadyAgent, "choice">[],
  { user, config, stores }: { user: User; config: CliConfig; stores: Stores },
): Promise<[ReadyAgent, ...ReadyAgent[]]> {
  const ready: ReadyAgent[] = [];
  for (const { agent, model } of wanted) {
    const choice = await chooseFor({ agent, user, variables: config.providerVariables }, stores);
    ready.push({ agent, model, choice });
  }
  return ready as [ReadyAgent, ...ReadyAgent[]];
}

function readSource(source: RunSource, isScript: boolean): TaskText {
  return source.kind === "issue" ? readIssue(source.markdown, source.path) : readPrompt(source.text, { isScript });
}

function announce(
  { task, repository, agents }: { task: AgentTask; repository: RunRepository; agents: readonly ReadyAgent[] },
  { output }: CliContext,
): void {
  const { colors } = output;
  const title = cleanTerminalLine(task.contextPayload.title, 80);
  const names = agents.map(({ agent }) => agent.id).join(" against ");
  output.say(`${colors.bold(`Task #${task.number}`)} ${title}`);
  output.say(
    colors.dim(
      `· ${names} on ${cleanTerminalLine(repository.name, 80)} from ${showRevision(task.baseBranch)}, result: ${task.branch}`,
    ),
  );
  for (const line of new Set(agents.flatMap(({ choice }) => describeKey(choice)))) {
    output.say(colors.dim(line));
  }
  for (const note of repository.notes) {
    output.say(colors.yellow(`! ${note}`));
  }
}

function describeKey(choice: CredentialChoice): string[] {
  switch (choice.kind) {
    case "none":
      return [];
    case "stored": {
      const { provider, hint } = choice.credential;
      return [`· key: the stored ${provider} credential${hint === "" ? "" : ` …${hint}`}`];
    }
    case "variable": {
      const { baseUrl } = choice.secret;
      const where = baseUrl === null ? "" : `; requests go to ${cleanTerminalLine(baseUrl, 200)}`;
      return [`· key: from ${choice.names.join(" and ")}, for this task alone${where}`];
    }
  }
}

export function leaveDetached(task: AgentTask, isJson: boolean, { output }: CliContext): AgentTask {
  if (isJson) {
    output.json(taskRecord(task));
  } else {
    output.data(
      `Task #${task.number} runs in the background.\n  Follow it: catalyst tasks logs -f ${task.number}\n  Cancel it: catalyst tasks cancel ${task.number}`,
    );
  }
  return task;
}
