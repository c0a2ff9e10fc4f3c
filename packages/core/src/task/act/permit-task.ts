import type { Actor } from "../../account/actor.ts";
import type { ProjectAction } from "../../account/rights/may.ts";
import { type PermitDeps, permit } from "../../account/rights/permit.ts";
import { unknownTask } from "../read/find-task.ts";
import type { AgentTask } from "../task.ts";

export interface PermitTaskInput {
  actor: Actor;
  action: ProjectAction;
  task: AgentTask;
  /** For the error: `Retrying`. */
  attempt: string;
}

/** Throws `not_found` where the actor doesn't see the task, in the words for one that isn't there, and `forbidden`. */
export async function permitTask({ actor, action, task, attempt }: PermitTaskInput, deps: PermitDeps): Promise<void> {
  await permit(
    {
      actor,
      action,
      repoId: task.repoId,
      attempt: `${attempt} task #${task.number}`,
      unknown: () => unknownTask(String(task.number)),
    },
    deps,
  );
}
