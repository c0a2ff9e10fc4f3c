import { z } from "zod";

/**
 * What an execution is for: `plan` makes a plan and `review` says what it finds in a change, both in a workspace that they
 * can't change; `work` makes commits; `publish` publishes what the execution that it continues has left, without an
 * environment.
 */
export const ExecutionPurpose = z.enum(["plan", "work", "review", "publish"]);
export type ExecutionPurpose = z.infer<typeof ExecutionPurpose>;

/** What an agent is started for. */
export const AgentPurpose = ExecutionPurpose.exclude(["publish"]);
export type AgentPurpose = z.infer<typeof AgentPurpose>;

/** How executions of a purpose differ for all that deals with them. */
interface PurposeTraits {
  /** What its agent is started for; null: no agent is. */
  agent: AgentPurpose | null;
  /** Its agent may write the workspace, and push. What it pushes is verified, checked and published. */
  mayChange: boolean;
  /** What it leaves at any end is a result, were it words alone. */
  leavesResult: boolean;
}

export const PURPOSES: Readonly<Record<ExecutionPurpose, PurposeTraits>> = {
  plan: { agent: "plan", mayChange: false, leavesResult: false },
  work: { agent: "work", mayChange: true, leavesResult: true },
  review: { agent: "review", mayChange: false, leavesResult: true },
  publish: { agent: null, mayChange: false, leavesResult: false },
};

/** What the executions of a task are for, once no plan is to be made or approved before. */
export function purposeOf({ taskType }: { taskType: string }): "work" | "review" {
  return taskType === "pr_review" ? "review" : "work";
}
