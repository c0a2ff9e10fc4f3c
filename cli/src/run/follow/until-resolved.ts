import type { Execution, Task, TaskChange, TaskDetails } from "@catalyst/api";
import { type ApiClient, listExecutions } from "@catalyst/api/own";
import type { CatalystErrorCode, Way } from "@catalyst/core";
import { CatalystError } from "@catalyst/core/apart";
import type { CliContext } from "../../cli-context.ts";
import { createNews } from "./news.ts";
import { watchServices } from "./watch-services.ts";

/** Every change is announced; this is for what isn't one. */
const LOOK_MILLISECONDS = 500;

export interface UntilResolvedInput {
  task: Task;
  /** Gives up waiting, and nothing else; null: as long as it takes. */
  seconds: number | null;
}

/** What the task's newest execution, or all that race, are to work with. */
export interface ResolvedRun {
  task: TaskDetails;
  executions: Execution[];
  /** The number of the last change that they were read after. */
  changes: number;
}

/**
 * Waits until it is decided what a task's newest execution works with. null: the user interrupted, or it took too long. Throws
 * what it was refused with.
 */
export async function untilResolved(
  { task, seconds }: UntilResolvedInput,
  client: ApiClient,
  context: CliContext,
): Promise<ResolvedRun | null> {
  const news = createNews();
  const onTick = watchServices(context);
  const leaving = new AbortController();
  const until = seconds === null ? Number.POSITIVE_INFINITY : Date.now() + seconds * 1000;
  const params = { task: task.id };
  let seen = 0;
  const onChange = ({ number }: TaskChange) => {
    seen = number;
    news.ring();
  };
  // Without the changes it is looked for a little later.
  ring(client.follow("streamTaskChanges", { params, query: {} }, { signal: leaving.signal }), onChange).catch(
    () => undefined,
  );
  try {
    while (!context.interrupted.aborted && Date.now() < until) {
      const changes = seen;
      const executions = await listNewest(task, client);
      refuse(executions);
      if (executions.every(({ resolution, endedAt }) => resolution !== null || endedAt !== null)) {
        return { task: await client.call("getTask", { params }), executions, changes };
      }
      await onTick(task);
      await news.wait(LOOK_MILLISECONDS);
    }
    return null;
  } finally {
    leaving.abort();
  }
}

async function ring(changes: AsyncIterable<TaskChange>, onChange: (change: TaskChange) => void): Promise<void> {
  for await (const change of changes) {
    onChange(change);
  }
}

/** All of a race; else the last. */
async function listNewest({ id, options }: Task, client: ApiClient): Promise<Execution[]> {
  const executions = await listExecutions(id, client);
  return options.race === null ? executions.slice(-1) : executions;
}

function refuse(executions: readonly Execution[]): void {
  for (const { refusal } of executions) {
    if (refusal !== null) {
      const { code, message, way } = refusal;
      throw new CatalystError(code as CatalystErrorCode, message, { way: way as Way | null });
    }
  }
}
