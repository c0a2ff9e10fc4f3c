import { findAgent } from "@catalyst/agents";
import { type AgentTask, cancelTask } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { exitCodeForTask } from "../exit-codes.ts";
import { LOCAL_LOGIN, type Stores, withStores } from "../open-stores.ts";
import { cleanTerminalLine } from "../output/clean-terminal-text.ts";
import { ensureUp } from "../up/ensure-up.ts";
import type { CredentialChoice } from "./choose-credential.ts";
import { findRepository, type RunRepository } from "./find-repository.ts";
import { prepareAgent } from "./prepare-agent.ts";
import { readIssue, readPrompt, type TaskText } from "./read-issue.ts";
import { renderSummary } from "./render-summary.ts";
import { showTask } from "./show-task.ts";
import { chooseFor, submitRun } from "./submit-run.ts";
import { taskRecord } from "./task-record.ts";

const ENSURE_MILLISECONDS = 2000;

export type RunSource = { kind: "prompt"; text: string } | { kind: "issue"; markdown: string; path: string };

export interface RunTaskInput {
  source: RunSource;
  repo: string;
  agent: string;
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
  const agent = findAgent(input.agent);
  const text = readSource(input.source, agent.providers.length === 0);
  return withStores(config, async (stores) => {
    const user = await stores.repos.ensureUser(LOCAL_LOGIN);
    const choice = await chooseFor({ agent, user, variables: config.providerVariables }, stores);
    await prepareAgent(agent, config, context.output);
    // Nothing can be wrong with the request any more but its branch: worker and gateway start while it is stored.
    const started = await ensureUp(config);
    const task = await submitRun(
      { ...input, text, isIssue: input.source.kind === "issue", repository, agent, choice, user },
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

export interface SeeThroughInput {
  task: AgentTask;
  repository: Pick<RunRepository, "vcs" | "url">;
  isJson: boolean;
  stores: Stores;
  config: CliConfig;
}

/** Shows a task to its end, cancelling it when the user interrupts, and sets the exit code. */
export async function seeThrough(
  { task, repository, isJson, stores, config }: SeeThroughInput,
  context: CliContext,
): Promise<AgentTask> {
  const { output, interrupted } = context;
  const startedAt = Date.now();
  const cancel = () => void cancelOnInterrupt(task, stores, context);
  context.setLeavingWords(
    `Left before the end: task #${task.number} goes on. Follow it: catalyst tasks logs -f ${task.number}. Cancel it: catalyst tasks cancel ${task.number}`,
  );
  interrupted.addEventListener("abort", cancel, { once: true });
  if (interrupted.aborted) {
    cancel();
  }
  try {
    const onTick = keepUp(config);
    const shown = await showTask(
      { taskId: task.id, isJson, onTick, signal: new AbortController().signal },
      { stores, output },
    );
    report(
      { task: shown.task, repository, usage: shown.usage, elapsedMilliseconds: Date.now() - startedAt },
      isJson,
      context,
    );
    return shown.task;
  } finally {
    interrupted.removeEventListener("abort", cancel);
  }
}

async function cancelOnInterrupt(
  { id, number }: AgentTask,
  stores: Stores,
  { output, setLeavingWords }: CliContext,
): Promise<void> {
  output.say(`Cancelling task #${number} … (Ctrl-C again leaves at once)`);
  try {
    await cancelTask(id, stores);
    setLeavingWords(`Left while task #${number} is being cancelled. See: catalyst tasks show ${number}`);
  } catch (error) {
    output.say(
      `Cancelling task #${number} failed: ${error instanceof Error ? error.message : String(error)}. Try: catalyst tasks cancel ${number}`,
    );
  }
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

/** A worker that went away meanwhile, or was about to when the task was stored, is started again. */
function keepUp(config: CliConfig): () => Promise<void> {
  let checkedAt = Date.now();
  return async () => {
    if (Date.now() - checkedAt > ENSURE_MILLISECONDS) {
      checkedAt = Date.now();
      await ensureUp(config);
    }
  };
}

function report(
  summary: Parameters<typeof renderSummary>[0],
  isJson: boolean,
  { output, setExitCode }: CliContext,
): void {
  if (isJson) {
    output.json(taskRecord(summary.task));
  } else {
    for (const line of renderSummary(summary, output.colors)) {
      output.data(line);
    }
  }
  setExitCode(exitCodeForTask(summary.task));
}
