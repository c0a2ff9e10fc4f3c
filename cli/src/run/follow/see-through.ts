import type { Repository, Task, TaskDetails } from "@catalyst/api";
import type { ApiClient } from "@catalyst/api/own";
import type { CliContext } from "../../cli-context.ts";
import { exitCodeForTask } from "../../exit/exit-code-of-task.ts";
import type { Colors } from "../../output/output.ts";
import { taskJson } from "../../tasks/show/task-json.ts";
import { findGitPlace } from "../summary/git-place.ts";
import type { SummaryInput } from "../summary/summary-input.ts";
import type { KnownTask } from "./follow-task.ts";
import { showTask } from "./show-task.ts";
import { watchServices } from "./watch-services.ts";

/** Where a task's repository isn't there any more. */
export const NO_REPOSITORY: Pick<Repository, "vcs" | "url"> = { vcs: "local", url: "" };

export interface SeeThroughInput {
  task: Task;
  isJson: boolean;
  /** Leaves out what to do next with a result. */
  isBrief?: boolean;
  /** As it was read just now, with all its executions. */
  known?: KnownTask | null;
}

/** Shows a task to its end, cancelling it when the user interrupts, and sets the exit code. */
export async function seeThrough(
  { task, isJson, isBrief, known }: SeeThroughInput,
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
  // As JSON the task is told as it is: what makes sentences of it, with all that they need, isn't loaded for that.
  const summary = isJson ? null : import("../summary/render-summary.ts");
  try {
    const onTick = watchServices(context);
    const followed = { taskId: task.id, isJson, isRace: task.options.race !== null, ...(known && { known }) };
    const shown = await showTask({ ...followed, onTick, signal: new AbortController().signal }, { client, output });
    const elapsedMilliseconds = Date.now() - startedAt;
    const repository = shown.task.repository ?? NO_REPOSITORY;
    const { keptFolder } = await machine.catch(() => client.call("getMachine", {}));
    const place = findGitPlace(repository, { currentFolder: context.currentFolder, keptFolder: keptFolder ?? "" });
    const { keptUntil } = shown.task;
    const result = { ...shown, repository, place, elapsedMilliseconds, keptUntil, isBrief };
    report(result, (await summary)?.renderSummary ?? null, context);
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

/** In sentences, or without what renders them as JSON. */
function report(
  result: SummaryInput,
  render: ((result: SummaryInput, colors: Colors) => string[]) | null,
  { output, setExitCode }: CliContext,
): void {
  if (render === null) {
    output.json(taskJson(result.task));
  } else {
    for (const line of render(result, output.colors)) {
      output.data(line);
    }
  }
  setExitCode(exitCodeForTask(result.task));
}
