import { findAgent } from "@catalyst/agents";
import { type AgentTask, CatalystError } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import { LOCAL_LOGIN, withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { readSettings } from "../settings/read-settings.ts";
import { ensureUp } from "../up/ensure-up.ts";
import type { CredentialChoice } from "./choose-credential.ts";
import { findRepository, type RunRepository } from "./find-repository.ts";
import { prepareAgent } from "./prepare-agent.ts";
import { readIssue, readPrompt, type TaskText } from "./read-issue.ts";
import { seeThrough } from "./see-through.ts";
import { chooseFor, submitRun } from "./submit-run.ts";
import { taskRecord } from "./task-record.ts";

export type RunSource = { kind: "prompt"; text: string } | { kind: "issue"; markdown: string; path: string };

export interface RunTaskInput {
  source: RunSource;
  repo: string;
  /** null: as the settings say. */
  agent: string | null;
  model: string | null;
  base: string | null;
  branch: string | null;
  timeoutSeconds: number | null;
  isJson: boolean;
  isDetached: boolean;
}

/** The whole of `catalyst run`: from what the user asked to what came of it. */
export async function runTask(input: RunTaskInput, context: CliContext): Promise<AgentTask> {
  const config = await context.readConfig();
  const repository = await findRepository({ repo: input.repo, base: input.base, currentFolder: context.currentFolder });
  return withStores(context, async (stores) => {
    const settings = await readSettings(repository, await stores.repos.ensureConfig(LOCAL_LOGIN));
    const agent = findAgent(input.agent ?? settings.defaultAgent);
    const text = readSource(input.source, agent.providers.length === 0);
    const user = await stores.repos.ensureUser(LOCAL_LOGIN);
    const choice = await chooseFor({ agent, user, variables: config.providerVariables }, stores);
    await prepareAgent(agent, config, context.output);
    // Nothing can be wrong with the request any more but its branch: worker and gateway start while it is stored.
    const started = await ensureUp(config);
    if (context.interrupted.aborted) {
      throw new CatalystError("cancelled", "Nothing was started.");
    }
    const task = await submitRun(
      { ...input, text, isIssue: input.source.kind === "issue", repository, agent, settings, choice, user },
      stores,
    );
    announce({ task, repository, choice }, context);
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

function readSource(source: RunSource, isScript: boolean): TaskText {
  return source.kind === "issue" ? readIssue(source.markdown, source.path) : readPrompt(source.text, { isScript });
}

function announce(
  { task, repository, choice }: { task: AgentTask; repository: RunRepository; choice: CredentialChoice },
  { output }: CliContext,
): void {
  const { colors } = output;
  const title = cleanTerminalLine(task.contextPayload.title, 80);
  output.say(`${colors.bold(`Task #${task.number}`)} ${title}`);
  output.say(
    colors.dim(
      `· ${task.agentType} on ${cleanTerminalLine(repository.name, 80)} from ${task.baseBranch}, result: ${task.branch}`,
    ),
  );
  if (choice.kind === "stored") {
    output.say(
      colors.dim(
        `· key: the stored ${choice.credential.provider} credential${choice.credential.hint === "" ? "" : ` …${choice.credential.hint}`}`,
      ),
    );
  }
  if (choice.kind === "variable") {
    output.say(
      colors.dim(
        `· key: from ${choice.names.join(" and ")}, for this task alone${choice.secret.baseUrl === null ? "" : `; requests go to ${cleanTerminalLine(choice.secret.baseUrl, 200)}`}`,
      ),
    );
  }
  for (const note of repository.notes) {
    output.say(colors.yellow(`! ${note}`));
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
