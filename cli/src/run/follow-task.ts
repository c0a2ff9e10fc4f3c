import {
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
  onEvent: (event: ExecutionEvent) => void;
  /** Called between looks, at least every second; may do what keeps the task going. */
  onTick?: (task: AgentTask) => Promise<void> | void;
  /** Stops following; the task goes on. */
  signal: AbortSignal;
}

/**
 * Shows the events of the task's latest execution from the first until the task has ended or waits for a person. Returns the
 * task as it is then, or when the signal came. No event of an ended task is left out.
 */
export async function followTask(input: FollowTaskInput, deps: FollowTaskDeps): Promise<AgentTask> {
  const executionId = await findLatestExecution(input.taskId, deps);
  const bell = createBell();
  const stopWatching = await deps.events.watch(executionId, bell.ring);
  input.signal.addEventListener("abort", bell.ring, { once: true });
  try {
    return await showUntilEnded({ ...input, executionId, bell }, deps);
  } finally {
    input.signal.removeEventListener("abort", bell.ring);
    await stopWatching();
  }
}

async function showUntilEnded(
  input: FollowTaskInput & { executionId: string; bell: Bell },
  deps: FollowTaskDeps,
): Promise<AgentTask> {
  const { bell, signal } = input;
  const shown = { afterNumber: 0 };
  let answeredAt = Date.now();
  for (;;) {
    try {
      // The task is read before its events: what a task that has ended has stored is all there is.
      const task = await getTask(input.taskId, deps);
      await showNewEvents({ ...input, shown }, deps);
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
  input: { executionId: string; shown: { afterNumber: number }; onEvent: (event: ExecutionEvent) => void },
  { events }: FollowTaskDeps,
): Promise<void> {
  const { executionId, shown, onEvent } = input;
  for (;;) {
    const page = await events.list({ executionId, afterNumber: shown.afterNumber, limit: PAGE });
    for (const event of page) {
      onEvent(event);
      shown.afterNumber = event.number;
    }
    if (page.length < PAGE) {
      return;
    }
  }
}

async function findLatestExecution(taskId: string, { executions }: FollowTaskDeps): Promise<string> {
  const latest = (await executions.listForTask(taskId)).at(-1);
  if (latest === undefined) {
    throw new CatalystError(
      "not_found",
      `Following task ${taskId} failed: it has no execution. List the tasks: catalyst tasks list`,
    );
  }
  return latest.id;
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
