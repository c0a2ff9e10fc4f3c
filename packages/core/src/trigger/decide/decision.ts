import type { MessageChecks } from "../../task/message-checks.ts";
import type { TaskType } from "../../task/task.ts";
import type { TaskEnding } from "../../task/task-ending.ts";
import type { CommandAct } from "../command/commands.ts";
import type { CommandOptions } from "../command/options.ts";
import type { IgnoredReason, RefusedReason } from "./reason.ts";

/** What a task that is asked for is about. */
export type ForgeTaskType = Extract<TaskType, "issue" | "pr_review" | "code_fix">;

/** What is done with the task that is there, or said of the thread. */
export type ThreadAct = Exclude<
  CommandAct,
  "start_task" | "start_review" | "start_fix" | "send_message" | "update_branch" | "cancel_task"
>;

/** What became of an issue or pull request that isn't open any more. */
export type EndOfSubject = Exclude<TaskEnding["why"], "stopped">;

/** What is done because of a signal. `taskId`: the task that is there for the issue or pull request. */
export type Act =
  /** `paths`: what of a pull request is meant; absent: all. */
  | {
      kind: "submit";
      taskType: ForgeTaskType;
      instruction: string;
      options: CommandOptions;
      paths?: readonly string[];
    }
  /**
   * `threads`: the comments on lines that began those in which it is answered; `checks`: what failed, where nobody says it; `update`: its
   * branch is to get the newest base, which takes no agent where nothing conflicts.
   */
  | {
      kind: "message";
      taskId: string;
      text: string;
      threads?: readonly string[];
      checks?: MessageChecks;
      update?: { isRebase: boolean };
    }
  /** Its work goes on already, and was asked for once more. */
  | { kind: "join"; taskId: string }
  | { kind: "cancel"; taskId: string }
  /** Others pushed to its pull request. */
  | { kind: "note_push"; taskId: string }
  /** What the task is about, or proposed, has ended. `isAfterTurn`: what its agent does now is kept first; `movedTo`: where it is by now. */
  | { kind: "end"; taskId: string; why: EndOfSubject; isAfterTurn: boolean; movedTo?: string }
  /** `words`: what stands on the command's line; `text`: these and the lines after them. */
  | { kind: "thread"; act: ThreadAct; taskId: string | null; words: string; text: string; options: CommandOptions };

export type Decision =
  | { kind: "accepted"; act: Act }
  /** `isSilent`: it was told often enough. */
  | { kind: "refused"; reason: RefusedReason; isSilent?: true }
  | { kind: "ignored"; reason: IgnoredReason };

export function ignored(reason: IgnoredReason): Decision {
  return { kind: "ignored", reason };
}

export function refused(reason: RefusedReason): Extract<Decision, { kind: "refused" }> {
  return { kind: "refused", reason };
}

export function accepted(act: Act): Decision {
  return { kind: "accepted", act };
}
