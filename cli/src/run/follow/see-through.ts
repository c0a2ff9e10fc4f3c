import type { Repository, Task, TaskDetails } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import type { CliContext } from "../../cli-context.ts";
import { exitCodeForTask } from "../../exit/exit-code-of-task.ts";
import { taskJson } from "../../tasks/show/task-json.ts";
import { findGitPlace } from "../summary/git-place.ts";
import { renderSummary } from "../summary/render-summary.ts";
import { showTask } from "./show-task.ts";
import { watchServices } from "./watch-services.ts";

/** Where a task's repository isn't there any more. */
export const NO_REPOSITORY: Pick<Repository, "vcs" | "url"> = { vcs: "local", url: "" };

export interface SeeThroughInput {
  task: Task;
  isJson: boolean;
  /** Leaves out what to do next with a result. */
  isBrief?: boolean;
}

/** Shows a task to its end, cancelling it when the user interrupts, and sets the exit code. */
export async function seeThrough(
  { task, isJson, isBrief }: SeeThroughInput,
  client: ApiClient,
  context: CliContext,
): Promise<TaskDetails> {
  const { output, interrupted } = context;
  const startedAt = Date.now();
  const cancel = () => void cancelOnInterrupt(task, client, context);
  context.setLeavingWords(
    `Left before the end: task #${task.number} goes on. Follow it: catalyst tasks logs -f ${task.number}. Cancel it: catalyst tasks cancel ${task.number}`,
  );
  interrupted.addEventListener("abort", cancel, { once: true });
  if (interrupted.aborted) {
    cancel();
  }
  // Asked while the task runs, so that nobody waits for it at its end, and once more there where it failed.
  const machine = client.call("getMachine", {});
  machine.catch(() => undefined);
  try {
    const onTick = watchServices(context);
    const shown = await showTask(
      { taskId: task.id, isJson, isRace: task.options.race !== null, onTick, signal: new AbortController().signal },
      { client, output },
    );
    const elapsedMilliseconds = Date.now() - startedAt;
    const repository = shown.task.repository ?? NO_REPOSITORY;
    const { keptFolder } = await machine.catch(() => client.call("getMachine", {}));
    const place = findGitPlace(repository, { currentFolder: context.currentFolder, keptFolder: keptFolder ?? "" });
    const { keptUntil } = shown.task;
    report({ ...shown, repository, place, elapsedMilliseconds, keptUntil, isBrief }, isJson, context);
    return shown.task;
  } finally {
    interrupted.removeEventListener("abort", cancel);
  }
}

async function cancelOnInterrupt(
  { id, number }: Task,
  client: ApiClient,
  { output, setLeavingWords }: CliContext,
): Promise<void> {
  output.say(`Cancelling task #${number} … (Ctrl-C again leaves at once)`);
  try {
    await client.call("cancelTask", { params: { task: id } });
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
    output.json(taskJson(summary.task));
  } else {
    for (const line of renderSummary(summary, output.colors)) {
      output.data(line);
    }
  }
  setExitCode(exitCodeForTask(summary.task));
}
