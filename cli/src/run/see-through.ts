import { type AgentTask, cancelTask } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { CliConfig } from "../config.ts";
import { exitCodeForTask } from "../exit-code-of-task.ts";
import { findActor, type Stores } from "../open-stores.ts";
import type { RunRepository } from "./find-repository.ts";
import { showTask } from "./show-task.ts";
import { findKeptUntil } from "./summary/find-kept-until.ts";
import { findGitPlace } from "./summary/git-place.ts";
import { renderSummary } from "./summary/render-summary.ts";
import { taskRecord } from "./task-record.ts";
import { watchServices } from "./watch-services.ts";

export interface SeeThroughInput {
  task: AgentTask;
  repository: Pick<RunRepository, "vcs" | "url">;
  isJson: boolean;
  stores: Stores;
  config: CliConfig;
  /** Leaves out what to do next with a result. */
  isBrief?: boolean;
}

/** Shows a task to its end, cancelling it when the user interrupts, and sets the exit code. */
export async function seeThrough(
  { task, repository, isJson, stores, config, isBrief }: SeeThroughInput,
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
    const onTick = watchServices(config, context);
    const shown = await showTask(
      { taskId: task.id, isJson, isRace: task.options.race !== null, onTick, signal: new AbortController().signal },
      { stores, output },
    );
    const keptUntil = findKeptUntil(shown.task, await stores.executions.listForTask(task.id), config.retention);
    const elapsedMilliseconds = Date.now() - startedAt;
    const { usage } = shown;
    const place = findGitPlace(repository, context.currentFolder);
    report({ task: shown.task, repository, place, usage, elapsedMilliseconds, keptUntil, isBrief }, isJson, context);
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
    await cancelTask({ taskId: id, actor: await findActor(stores) }, stores);
    setLeavingWords(`Left while task #${number} is being cancelled. See: catalyst tasks show ${number}`);
  } catch (error) {
    output.say(
      `Cancelling task #${number} failed: ${error instanceof Error ? error.message : String(error)}. Try: catalyst tasks cancel ${number}`,
    );
  }
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
