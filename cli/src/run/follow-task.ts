import { setTimeout as pause } from "node:timers/promises";
import {
  type AgentExecution,
  type AgentTask,
  CatalystError,
  type EventStore,
  type ExecutionEvent,
  type ExecutionStore,
  isSettled,
  type TaskChangeStore,
  type TaskStore,
} from "@catalyst/core";
import { createNews, type News } from "./news.ts";

const PAGE = 500;
const TICK_MILLISECONDS = 500;
/** Everything is announced; this is for an announcement that never came. */
const LOOK_MILLISECONDS = 5000;
const RETRY_MILLISECONDS = 400;
const PATIENCE_MILLISECONDS = 60_000;

export interface FollowTaskDeps {
  tasks: Pick<TaskStore, "get">;
  executions: Pick<ExecutionStore, "listForTask">;
  events: Pick<EventStore, "list" | "watch">;
  changes: Pick<TaskChangeStore, "subscribe">;
}

export interface FollowTaskInput {
  taskId: string;
  onEvent: (event: ExecutionEvent, execution: AgentExecution) => void;
  /** Called now and then, at least every second; may do what keeps the task going. */
  onTick?: (task: AgentTask) => Promise<void> | void;
  /** Stops following; the task goes on. */
  signal: AbortSignal;
}

/** An execution that is followed, and how far its events were shown. */
interface Followed {
  execution: AgentExecution;
  afterNumber: number;
}

/**
 * Shows the events of a task's unfinished executions, or else of the latest, from the first on, and of those that come
 * after them, until nothing more happens to the task by itself. Returns the task as it is then, or when the signal came.
 * No event of a task that has ended is left out.
 */
export async function followTask(input: FollowTaskInput, deps: FollowTaskDeps): Promise<AgentTask> {
  const news = createNews();
  const following = createFollowing(input, news, deps);
  input.signal.addEventListener("abort", news.ring, { once: true });
  try {
    return await showUntilSettled({ ...input, following, news });
  } finally {
    input.signal.removeEventListener("abort", news.ring);
    await following.stop();
  }
}

async function showUntilSettled(input: FollowTaskInput & { following: Following; news: News }): Promise<AgentTask> {
  const { news, signal, following, taskId } = input;
  let [answeredAt, tickedAt, lookedAt] = [Date.now(), 0, Date.now()];
  for (;;) {
    try {
      const task = await following.showNews();
      answeredAt = Date.now();
      if (isSettled(task.status) || signal.aborted) {
        return task;
      }
      if (answeredAt - tickedAt >= TICK_MILLISECONDS) {
        await input.onTick?.(task);
        tickedAt = Date.now();
      }
    } catch (error) {
      checkPatience(error, { answeredAt, taskId });
      await pause(RETRY_MILLISECONDS);
      lookedAt = 0;
    }
    if (Date.now() - lookedAt >= LOOK_MILLISECONDS) {
      news.tell(taskId);
      lookedAt = Date.now();
    }
    await news.wait(TICK_MILLISECONDS);
  }
}

/** A database that is started again meanwhile is waited for: the task goes on without us. */
function checkPatience(error: unknown, { answeredAt, taskId }: { answeredAt: number; taskId: string }): void {
  if (error instanceof CatalystError) {
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
  /** Shows the new events of what was announced; the task as it was before they were read. */
  showNews(): Promise<AgentTask>;
  stop(): Promise<void>;
}

function createFollowing(
  { taskId, onEvent, signal }: FollowTaskInput,
  news: News,
  { tasks, executions, events, changes }: FollowTaskDeps,
): Following {
  const followed = new Map<string, Followed>();
  const stops: (() => unknown)[] = [];
  const isLive = !signal.aborted;
  let passed: Set<string> | null = null;
  let task: AgentTask | null = null;

  const look = async () => {
    if (isLive && stops.length === 0) {
      const onChange = (changed: string | null) => (changed === null || changed === taskId) && news.tell(taskId);
      stops.push(await changes.subscribe(onChange));
    }
    // The task is read before its events: what a task that has ended has stored is all there is.
    task = await getTask(taskId, tasks);
    const all = await executions.listForTask(taskId);
    passed ??= findPassed(all, taskId);
    for (const execution of all) {
      if (!passed.has(execution.id) && !followed.has(execution.id)) {
        if (isLive) {
          stops.push(await events.watch(execution.id, () => news.tell(execution.id)));
        }
        followed.set(execution.id, { execution, afterNumber: 0 });
      }
    }
    return task;
  };
  return {
    async showNews() {
      const about = news.take();
      const looked = task === null || about.has(taskId) ? await look() : task;
      for (const one of followed.values()) {
        if (about.has(taskId) || about.has(one.execution.id) || one.afterNumber === 0) {
          await showNewEvents(one, onEvent, events);
        }
      }
      return looked;
    },
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
}

async function showNewEvents(
  followed: Followed,
  onEvent: FollowTaskInput["onEvent"],
  events: FollowTaskDeps["events"],
): Promise<void> {
  const { execution } = followed;
  for (;;) {
    const page = await events.list({ executionId: execution.id, afterNumber: followed.afterNumber, limit: PAGE });
    for (const event of page) {
      onEvent(event, execution);
      followed.afterNumber = event.number;
    }
    if (page.length < PAGE) {
      return;
    }
  }
}

/** The executions that were over when we came; the latest is shown all the same when nothing else runs. */
function findPassed(all: AgentExecution[], taskId: string): Set<string> {
  const latest = all.at(-1);
  if (latest === undefined) {
    throw new CatalystError(
      "not_found",
      `Following task ${taskId} failed: it has no execution. List the tasks: catalyst tasks list`,
    );
  }
  const ended = all.filter(({ endedAt }) => endedAt !== null).map(({ id }) => id);
  return new Set(ended.length === all.length ? ended.filter((id) => id !== latest.id) : ended);
}

async function getTask(taskId: string, tasks: FollowTaskDeps["tasks"]): Promise<AgentTask> {
  const task = await tasks.get(taskId);
  if (task === null) {
    throw new CatalystError(
      "not_found",
      `Following task ${taskId} failed: it was deleted meanwhile. List the tasks: catalyst tasks list`,
    );
  }
  return task;
}
