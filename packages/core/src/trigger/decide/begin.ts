import { isFinal } from "../../task/task-state.ts";
import { type CommandOptions, NO_OPTIONS } from "../command/options.ts";
import { accepted, type Decision, type ForgeTaskType, refused } from "./decision.ts";
import type { TaskOfSubject, TriggerFacts } from "./facts.ts";

const AGAIN = "You were asked to work on this issue again. Look at what was said since then, and go on.";

export interface Wanted {
  instruction: string;
  options: CommandOptions;
  /** What of a pull request is meant; absent: all. */
  paths?: readonly string[];
}

/** Work that was asked for without words. */
export function withoutWords(options: Partial<CommandOptions> = {}): Wanted {
  return { instruction: "", options: { ...NO_OPTIONS, ...options } };
}

/** Work on an issue: what goes on is joined, what is proposed goes on, and anything else begins anew. */
export function workOnIssue({ task }: TriggerFacts, wanted: Wanted): Decision {
  const unfinished = unfinishedOf(task);
  if (unfinished !== null) {
    return accepted({ kind: "join", taskId: unfinished.id });
  }
  if (task?.hasOpenPullRequest === true && task.status === "completed") {
    return accepted({ kind: "message", taskId: task.id, text: AGAIN });
  }
  return begin("issue", wanted);
}

export function begin(taskType: ForgeTaskType, { instruction, options, paths = [] }: Wanted): Decision {
  const bounds = paths.length === 0 ? {} : { paths };
  return accepted({ kind: "submit", taskType, instruction, options, ...bounds });
}

/** A review of a pull request, ours or not; one that goes on already is joined. */
export function beginReview({ subject, task }: TriggerFacts, wanted: Wanted): Decision {
  if (subject?.kind !== "pull_request") {
    return refused("not_here");
  }
  const unfinished = unfinishedOf(task);
  return unfinished?.taskType === "pr_review"
    ? accepted({ kind: "join", taskId: unfinished.id })
    : begin("pr_review", wanted);
}

/** A change onto the branch of somebody's pull request. */
export function beginFix({ subject }: TriggerFacts, wanted: Wanted): Decision {
  if (subject?.change == null) {
    return refused("not_here");
  }
  return subject.change.isFork ? refused("fork") : begin("code_fix", wanted);
}

/** More for a task; without words it is only asked for once more. */
export function tell(taskId: string, text: string): Decision {
  return accepted(text.trim() === "" ? { kind: "join", taskId } : { kind: "message", taskId, text });
}

/** The task that isn't over: an agent works, or people are waited for. */
export function unfinishedOf(task: TaskOfSubject | null): TaskOfSubject | null {
  return task !== null && !isFinal(task.status) ? task : null;
}
