import { setTimeout as pause } from "node:timers/promises";
import type { Event, Execution, TaskChange, TaskDetails } from "@catalyst/api";
import { type ApiClient, ApiError, listExecutions } from "@catalyst/api/own";
import { CatalystError, isSettled } from "@catalyst/core/apart";
import { findPassed } from "../options/find-passed.ts";
import { createNews, type News } from "./news.ts";

const TICK_MILLISECONDS = 500;
/** Every change is announced; this is for what isn't one. */
const LOOK_MILLISECONDS = 5000;
const RETRY_MILLISECONDS = 400;
/** Where a task comes to that has begun. */
const UNDER_WAY = ["running", "publishing"];
const PATIENCE_MILLISECONDS = 60_000;

export interface FollowTaskInput {
  taskId: string;
  onEvent: (event: Event, execution: Execution) => void;
  /** Called now and then, at least every second; may do what keeps the task going. */
  onTick?: (task: TaskDetails) => Promise<void> | void;
  /** Stops following; the task goes on. */
  signal: AbortSignal;
  /** The task as it was read just now, with all its executions; absent: it is asked for. */
  known?: KnownTask;
}

export interface KnownTask {
  task: TaskDetails;
  executions: Execution[];
  /** The number of the last change that they were read after. */
  changes: number;
}

/**
 * Shows the events of a task's unfinished executions, or else of the latest, from the first on, and of those that come
 * after them, until nothing more happens to the task by itself. Returns the task as it is then, or when the signal came.
 * No event of an execution that has ended is left out.
 */
export async function followTask(input: FollowTaskInput, client: ApiClient): Promise<TaskDetails> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([input.signal, leaving.signal]);
  const news = createNews();
  signal.addEventListener("abort", news.ring, { once: true });
  const following = createFollowing({ ...input, signal }, news, client);
  try {
    return await showUntilSettled({ ...input, following, news });
  } finally {
    leaving.abort();
  }
}

async function showUntilSettled(input: FollowTaskInput & { following: Following; news: News }): Promise<TaskDetails> {
  const { news, signal, following, taskId } = input;
  let answeredAt = Date.now();
  for (;;) {
    try {
      const task = await following.look();
      answeredAt = Date.now();
      if (isSettled(task.status)) {
        await following.showRest();
        return task;
      }
      if (signal.aborted) {
        return task;
      }
      await input.onTick?.(task);
    } catch (error) {
      checkPatience(error, { answeredAt, taskId });
      await pause(RETRY_MILLISECONDS);
      news.tell(taskId);
    }
    await news.wait(TICK_MILLISECONDS);
  }
}

/** A database or server that is started again meanwhile is waited for: the task goes on without us. */
function checkPatience(error: unknown, { answeredAt, taskId }: { answeredAt: number; taskId: string }): void {
  const cause = error instanceof CatalystError ? error.cause : error;
  if (!(cause instanceof ApiError) || cause.status === null || cause.status < 500) {
    throw error;
  }
  if (Date.now() - answeredAt > PATIENCE_MILLISECONDS) {
    throw new CatalystError(
      "unavailable",
      `Following task ${taskId} failed: the database hasn't answered for ${PATIENCE_MILLISECONDS / 1000} s. The task isn't lost; go on with: catalyst tasks logs -f ${taskId.slice(0, 8)}`,
      { cause: error },
    );
  }
}

interface Following {
  /** The task as it is; the events of its executions are shown from here on. */
  look(): Promise<TaskDetails>;
  /** Until all events of the executions that have ended were shown. */
  showRest(): Promise<void>;
}

function createFollowing(input: FollowTaskInput, news: News, client: ApiClient): Following {
  const { taskId, onEvent, signal, known } = input;
  const shown = new Map<string, Promise<void>>();
  let [task, executions]: [TaskDetails | null, Execution[]] = [null, []];
  let passed: Set<string> | null = null;
  let lookedAt = 0;
  let failure: { error: unknown } | null = null;
  const fail = (error: unknown) => {
    failure ??= { error };
    news.ring();
  };
  const showEvents = async (execution: Execution) => {
    const followed = { params: { execution: execution.id }, query: {} };
    for await (const event of client.follow("streamEvents", followed, { signal })) {
      onEvent(event, execution);
    }
  };
  const take = (found: Omit<KnownTask, "changes">) => {
    task = found.task;
    executions = found.executions;
    lookedAt = Date.now();
    passed ??= findPassed(executions, taskId);
    for (const execution of executions.filter(({ id }) => passed?.has(id) !== true && !shown.has(id))) {
      shown.set(execution.id, showEvents(execution).catch(fail));
    }
    return task;
  };
  const lookAgain = async () => {
    // The task is read before its executions: of a task that has ended, these have ended, too.
    const found = await client.call("getTask", { params: { task: taskId } });
    return take({ task: found, executions: await listExecutions(taskId, client) });
  };
  if (known !== undefined && !isSettled(known.task.status)) {
    take(known);
  }
  tellOfChanges({ taskId, after: known?.changes ?? 0 }, { client, news, signal }).catch(fail);
  return {
    look() {
      if (failure !== null) {
        throw failure.error;
      }
      // One that waits for its place is told by nobody how many are before it.
      const lasting = task?.status === "pending" ? TICK_MILLISECONDS / 2 : LOOK_MILLISECONDS;
      const isQuiet = news.take().size === 0 && Date.now() - lookedAt < lasting;
      return task !== null && isQuiet ? Promise.resolve(task) : lookAgain();
    },
    async showRest() {
      const ended = executions.filter(({ endedAt }) => endedAt !== null);
      await Promise.all(ended.map(({ id }) => shown.get(id)));
      if (failure !== null) {
        throw failure.error;
      }
    },
  };
}

async function tellOfChanges(
  { taskId, after }: { taskId: string; after: number },
  { client, news, signal }: { client: ApiClient; news: News; signal: AbortSignal },
): Promise<void> {
  const followed = { params: { task: taskId }, query: { after } };
  for await (const change of client.follow("streamTaskChanges", followed, { signal })) {
    if (!isUnderWay(change)) {
      news.tell(taskId);
    }
  }
}

/** Of that its execution comes further nothing is to be seen but its events, which are followed; what is of another kind may be news. */
function isUnderWay({ body }: TaskChange): boolean {
  return body.type === "status" || body.type === "execution_moved"
    ? UNDER_WAY.includes(String(body.status ?? body.state))
    : false;
}
