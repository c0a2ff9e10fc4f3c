import type { Actor } from "../account/actor.ts";
import { CatalystError } from "../catalyst-error.ts";
import type { AgentCredential } from "../credential/credential.ts";
import type { ExecutionPurpose } from "./execution-purpose.ts";
import type { AgentChoice } from "./submit-task.ts";
import type { Acceptance, AgentTask, TaskStatus } from "./task.ts";
import type { TaskChangeBody } from "./task-change.ts";
import type { TaskPatch, TaskStore } from "./task-store.ts";

export interface ContinueTaskDeps {
  tasks: Pick<TaskStore, "continue" | "get">;
  environmentNamespace: string;
  newId: () => string;
}

export interface Continuation {
  task: AgentTask;
  actor: Actor;
  /** What the feed tells of it. */
  changes: TaskChangeBody[];
  /** What is done, for the error: `Retrying`. */
  what: string;
  /** The states in which it can be done, and how that is said: `only failed or cancelled tasks can be retried`. */
  from: readonly TaskStatus[];
  otherwise: string;
  purpose: ExecutionPurpose;
  /** null: as the task says. */
  agent: AgentChoice | null;
  continuesId: string | null;
  acceptance?: Acceptance;
  credentials: AgentCredential[];
  patch: TaskPatch;
}

/** Gives a task that waits or has ended a further execution. Refused with `conflict` in any other state. */
export async function continueTask(input: Continuation, deps: ContinueTaskDeps): Promise<AgentTask> {
  const { task, actor, agent, credentials, from, changes } = input;
  const choice = agent ?? { agentType: task.agentType, model: task.model };
  const execution = {
    ...choice,
    id: deps.newId(),
    taskId: task.id,
    environmentNamespace: deps.environmentNamespace,
    purpose: input.purpose,
    continuesId: input.continuesId,
    acceptance: input.acceptance,
  };
  const patch = { ...choice, ...input.patch };
  const continued = await deps.tasks.continue({
    taskId: task.id,
    from,
    execution,
    credentials,
    patch,
    actor,
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
    `${what} task #${task.number} failed: it is ${status.replaceAll("_", " ")}, and ${otherwise}. See: catalyst tasks show ${task.number}`,
  );
}
