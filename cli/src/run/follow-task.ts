import {
  type AgentExecution,
  type AgentTask,
  CatalystError,
  type EventStore,
  type ExecutionEvent,
  type ExecutionStore,
  isSettled,
  type TaskStore,
} from "@catalyst/core";

const PAGE = 500;
/** Events are announced; this is for announcements that got lost and for the task's own state. */
const POLL_MILLISECONDS = 400;
const PATIENCE_MILLISECONDS = 60_000;

export interface FollowTaskDeps {
  tasks: Pick<TaskStore, "get">;
  executions: Pick<ExecutionStore, "listForTask">;
  events: Pick<EventStore, "list" | "watch">;
}

export interface FollowTaskInput {
  taskId: string;
  onEvent: (event: ExecutionEvent, execution: AgentExecution) => void;
  /** Called between looks, at least every second; may do what keeps the task going. */
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
  const bell = createBell();
  const following = createFollowing(input.taskId, bell, deps);
  input.signal.addEventListener("abort", bell.ring, { once: true });
  try {
    return await showUntilSettled({ ...input, following, bell }, deps);
  } finally {
    input.signal.removeEventListener("abort", bell.ring);
    await following.stop();
  }
}

async function showUntilSettled(
  input: FollowTaskInput & { following: Following; bell: Bell },
  deps: FollowTaskDeps,
): Promise<AgentTask> {
  const { bell, signal, following } = input;
  let answeredAt = Date.now();
  for (;;) {
    try {
      // The task is read before its events: what a task that has ended has stored is all there is.
      const task = await getTask(input.taskId, deps);
      for (const followed of await following.look()) {
        await showNewEvents({ ...input, followed }, deps);
      }
      answeredAt = Date.now();
      if (isSettled(task.status) || signal.aborted) {
        return task;
      }
      await input.onTick?.(task);
    } catch (error) {
      checkPatience(error, { answeredAt, taskId: input.taskId });
    }
    await bell.wait(POLL_MILLISECONDS);
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

async function showNewEvents(
  { followed, onEvent }: { followed: Followed; onEvent: FollowTaskInput["onEvent"] },
  { events }: FollowTaskDeps,
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

interface Following {
  /** Those that are followed by now. */
  look(): Promise<Followed[]>;
  stop(): Promise<void>;
}

function createFollowing(taskId: string, bell: Bell, { executions, events }: FollowTaskDeps): Following {
  const followed = new Map<string, Followed>();
  const stops: (() => Promise<void>)[] = [];
  let passed: Set<string> | null = null;
  return {
    async look() {
      const all = await executions.listForTask(taskId);
      passed ??= findPassed(all, taskId);
      for (const execution of all) {
        if (!passed.has(execution.id) && !followed.has(execution.id)) {
          stops.push(await events.watch(execution.id, bell.ring));
          followed.set(execution.id, { execution, afterNumber: 0 });
        }
      }
      return [...followed.values()];
    },
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };
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

async function getTask(taskId: string, { tasks }: FollowTaskDeps): Promise<AgentTask> {
  const task = await tasks.get(taskId);
  if (task === null) {
    throw new CatalystError(
      "not_found",
      `Following task ${taskId} failed: it was deleted meanwhile. List the tasks: catalyst tasks list`,
    );
  }
  return task;
}

interface Bell {
  ring: () => void;
  /** Until the next ring, or until the time is over; a ring that nobody waited for counts. */
  wait: (milliseconds: number) => Promise<void>;
}

function createBell(): Bell {
  let rung = false;
  let wake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async (milliseconds) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      wake = null;
    },
  };
}
