import type { AccountStore } from "../../account/account-store.ts";
import { type Actor, personOf } from "../../account/actor.ts";
import { CatalystError } from "../../catalyst-error.ts";
import { ASKED_NOTHING, type AskedExecution } from "../../execution/asked-execution.ts";
import type { ExecutionPurpose } from "../execution-purpose.ts";
import type { TaskChangeBody } from "../feed/task-change.ts";
import type { NewMessage } from "../message-store.ts";
import { type SealKeysDeps, sealKeys } from "../submit/seal-keys.ts";
import type { TaskKey } from "../submit/task-request.ts";
import type { Acceptance, AgentTask, TaskStatus } from "../task.ts";
import type { TaskPatch, TaskStore } from "../task-store.ts";

export interface ContinueTaskDeps extends SealKeysDeps {
  tasks: Pick<TaskStore, "continue" | "get">;
  accounts: Pick<AccountStore, "findProject" | "getUser">;
  environmentNamespace: string;
}

/** A task that is to go on, and who says so. */
export interface TaskToContinue {
  task: AgentTask;
  actor: Actor;
  /** Of whoever asks, for this execution alone; at most one for each provider. */
  keys: readonly TaskKey[];
}

export interface Continuation extends TaskToContinue {
  /** What the feed tells of it. */
  changes: TaskChangeBody[];
  /** What is done, for the error: `Retrying`. */
  what: string;
  /** The states in which it can be done, and how that is said: `only failed or cancelled tasks can be retried`. */
  from: readonly TaskStatus[];
  otherwise: string;
  purpose: ExecutionPurpose;
  /** Absent: it goes on as it was. */
  asked?: AskedExecution;
  /** Which it has; absent: a new one. */
  executionId?: string | undefined;
  continuesId: string | null;
  acceptance?: Acceptance;
  /** Said with it: where it doesn't go on, it wasn't said. */
  message?: NewMessage;
  patch: TaskPatch;
}

/**
 * Gives a task that waits or has ended a further execution. Refused with `conflict` in any other state. What depends on the
 * repository is decided when it begins: refused then, the task is what it was.
 */
export async function continueTask(input: Continuation, deps: ContinueTaskDeps): Promise<AgentTask> {
  const { task, actor, keys, from, patch, changes } = input;
  const execution = {
    id: input.executionId ?? deps.newId(),
    taskId: task.id,
    environmentNamespace: deps.environmentNamespace,
    askedBy: actor,
    asked: input.asked ?? ASKED_NOTHING,
    purpose: input.purpose,
    continuesId: input.continuesId,
    acceptance: input.acceptance,
  };
  const userId = personOf(actor) ?? task.assignedBy;
  const credentials = await sealKeys({ keys, taskId: task.id, userId, actor }, deps);
  const continued = await deps.tasks.continue({
    taskId: task.id,
    from,
    execution,
    credentials,
    patch,
    actor,
    message: input.message,
    changes,
  });
  if (continued !== null) {
    return continued;
  }
  throw wrongState(input, (await deps.tasks.get(task.id))?.status ?? "gone");
}

/** Says that a task can't go on so, being as it is. */
export function wrongState(
  { task, what, otherwise }: Pick<Continuation, "task" | "what" | "otherwise">,
  status: string,
): CatalystError {
  return new CatalystError(
    "conflict",
    `${what} task #${task.number} failed: it is ${status.replaceAll("_", " ")}, and ${otherwise}.`,
    { way: { kind: "see_task", task: task.number } },
  );
}
