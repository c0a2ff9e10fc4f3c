import type { ListedTask, TaskResult } from "@catalyst/api";
import { doingOf } from "./doing-of.ts";
import { needOf } from "./need-of.ts";

const MAX_CHARACTERS = 200;

/** What a task does now, or why it ended, in one line: untrusted text where people and agents have a word in it. */
export function sentenceOf(task: ListedTask): string {
  const sentence = task.cancelRequestedAt !== null && task.completedAt === null ? "Stopping …" : sayStatus(task);
  const line = sentence.replaceAll(/\s+/g, " ").trim();
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS - 1)}…` : line;
}

function sayStatus(task: ListedTask): string {
  switch (task.status) {
    case "pending":
      return sayWaiting(task);
    case "provisioning":
      return "Preparing its environment";
    case "running":
      return (
        doingOf(task.doing) ?? (task.plan === null && task.options.requirePlanApproval ? "Making a plan" : "Working")
      );
    case "publishing":
      return "Publishing its result";
    case "awaiting_approval":
    case "paused_budget":
      return sayNeed(task);
    case "completed":
      return sayDone(task.result, task.ending);
    case "cancelled":
      return sayStopped(task);
    case "failed":
    case "refused":
      return task.errorMessage ?? (task.failureReason ?? "internal_error").replaceAll("_", " ");
  }
}

function sayWaiting({ waiting }: ListedTask): string {
  if (waiting === null || waiting.placed === 0) {
    return "Starting soon";
  }
  return waiting.before === 0 ? "Waiting for a place: it is next" : `Waiting for a place: ${waiting.before} before it`;
}

function sayNeed(task: ListedTask): string {
  switch (needOf(task)) {
    case "plan":
      return "A plan waits for approval";
    case "race":
      return "Results wait to be picked";
    case "budget":
      return "Its budget is used up · continue or stop";
    default:
      return "A result waits to be published";
  }
}

function sayStopped({ ending, errorMessage }: ListedTask): string {
  const by = ending?.by == null ? "" : ` by ${ending.by.name}`;
  return ending === null ? (errorMessage ?? "Stopped") : `${ending.why === "stopped" ? "Stopped" : "Ended"}${by}`;
}

function sayDone(result: TaskResult | null, ending: ListedTask["ending"]): string {
  if (result === null) {
    return "Done";
  }
  const { publication } = result;
  switch (publication.kind) {
    case "pull_request":
      return ending?.why === "merged"
        ? `Pull request #${publication.number} merged`
        : `Pull request #${publication.number} opened${publication.isDraft ? " as a draft" : ""}`;
    case "branch":
      return `Branch ${publication.branch}`;
    case "review":
      return "Reviewed";
    case "kept":
      return publication.branch === null ? "Done, and not published" : `Branch ${publication.branch}`;
    default:
      return result.summary === null ? "No changes needed" : "Answered, without a change";
  }
}
