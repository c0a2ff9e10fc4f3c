import type { AgentId } from "../../agent/agent-id.ts";
import type { TaskType } from "../../task/task.ts";
import type { IgnoredReason, RefusedReason } from "./reason.ts";

/** What a task that is asked for is about. */
export type ForgeTaskType = Extract<TaskType, "issue" | "pr_review" | "code_fix">;

/** What can be said to a task beside words for its agent. */
export type TaskVerb =
  | "retry"
  | "resume"
  | "approve"
  | "reject"
  | "publish"
  | "pick"
  | "update"
  | "status"
  | "quiet"
  | "listen"
  | "help";

/** What is done because of a signal. `taskId`: the task that is there for the issue or pull request. */
export type Act =
  | { kind: "submit"; taskType: ForgeTaskType; agent: AgentId | null; instruction: string; needsPlan: boolean }
  | { kind: "message"; taskId: string; text: string }
  /** Its work goes on already, and was asked for once more. */
  | { kind: "join"; taskId: string }
  | { kind: "cancel"; taskId: string }
  | { kind: "command"; verb: TaskVerb; taskId: string | null; text: string };

export type Decision =
  | { kind: "accepted"; act: Act }
  | { kind: "refused"; reason: RefusedReason }
  | { kind: "ignored"; reason: IgnoredReason };

export function ignored(reason: IgnoredReason): Decision {
  return { kind: "ignored", reason };
}

export function refused(reason: RefusedReason): Decision {
  return { kind: "refused", reason };
}

export function accepted(act: Act): Decision {
  return { kind: "accepted", act };
}
