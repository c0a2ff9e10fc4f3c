import { z } from "zod";
import { AgentTask } from "../task.ts";

const Time = z.coerce.date().nullable();

/** What a further execution changes about its task before it begins. */
export const TaskBefore = AgentTask.pick({
  branch: true,
  status: true,
  options: true,
  plan: true,
  resultPayload: true,
  failureReason: true,
  errorMessage: true,
  way: true,
  ending: true,
}).extend({
  cancelRequestedAt: Time,
  /** Absent: an earlier version knew none. */
  archivedAt: Time.default(null),
  startedAt: Time,
  completedAt: Time,
});
export type TaskBefore = z.infer<typeof TaskBefore>;

/** What a task is again when its further execution was refused. The words that a person made of a plan stay theirs. */
export function taskAgain(before: TaskBefore, task: AgentTask): TaskBefore {
  const { plan } = before;
  if (plan === null || task.plan?.executionId !== plan.executionId) {
    return before;
  }
  const { markdown, isEdited } = task.plan;
  return { ...before, plan: { ...plan, markdown, isEdited } };
}
