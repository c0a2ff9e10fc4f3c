import type { AccountStore } from "../../account/account-store.ts";
import type { Actor } from "../../account/actor.ts";
import { nameActor } from "../../account/name-actor.ts";
import type { PermitDeps } from "../../account/rights/permit.ts";
import { unknownTask } from "../read/find-task.ts";
import type { AgentTask } from "../task.ts";
import type { TaskEnding } from "../task-ending.ts";
import { isFinal } from "../task-state.ts";
import type { TaskStore } from "../task-store.ts";
import { permitTask } from "./permit-task.ts";

export interface CancelTaskInput {
  taskId: string;
  actor: Actor;
  /** Who is told to have done it; absent: the actor. */
  by?: TaskEnding["by"];
}

export interface CancelTaskDeps extends PermitDeps {
  accounts: PermitDeps["accounts"] & Pick<AccountStore, "getUser">;
  tasks: Pick<TaskStore, "get" | "requestCancel">;
}

/** Asks for the end of a task; a worker carries it out. A task that has ended stays as it is. Throws as `permitTask` does. */
export async function cancelTask(
  { taskId, actor, ...input }: CancelTaskInput,
  deps: CancelTaskDeps,
): Promise<AgentTask> {
  const found = await deps.tasks.get(taskId);
  if (found === null) {
    throw unknownTask(taskId);
  }
  await permitTask({ actor, action: "cancel_task", task: found, attempt: "Cancelling" }, deps);
  if (isFinal(found.status)) {
    return found;
  }
  const by = input.by ?? (await nameOf(actor, deps));
  const task = await deps.tasks.requestCancel(taskId, actor, { ending: { why: "stopped", by } });
  if (task === null) {
    throw unknownTask(taskId);
  }
  return task;
}

async function nameOf(actor: Actor, deps: CancelTaskDeps): Promise<TaskEnding["by"]> {
  return actor.kind === "system"
    ? null
    : { name: await nameActor(actor, deps), isOfForge: actor.kind === "forge_account" };
}
