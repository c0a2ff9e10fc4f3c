import { codeLine } from "../../forge/text/plain-text.ts";
import type { Publication } from "../../result/publication.ts";
import type { AgentTask, FailureReason } from "../../task/task.ts";
import { type StatusWord, statusWordOf } from "../status-word.ts";
import { sayProposalEnd, sayStopped } from "./say-ending.ts";

/** What is said where the task is known to be elsewhere by now. */
const BY_WORD: Readonly<Record<StatusWord, string>> = {
  started: "⏳ Starting",
  working: "⏳ Working",
  completed: "✅ Done",
  failed: "❌ Couldn't finish",
};

/** The comment's first line: what became of the task, in a few words. */
export function sayHeadline(task: AgentTask, word: StatusWord): string {
  return statusWordOf(task.status) === word ? sayStatus(task) : BY_WORD[word];
}

function sayStatus(task: AgentTask): string {
  switch (task.status) {
    case "pending":
      return task.startedAt === null ? "⏳ Accepted" : "⏳ Going on";
    case "provisioning":
      return "⏳ Starting";
    case "running":
      return "⏳ Working";
    case "publishing":
      return "⏳ Publishing";
    case "awaiting_approval":
      return sayWaiting(task);
    case "paused_budget":
      return "⏸️ Paused: its budget is spent";
    case "completed":
      return sayDone(task);
    case "failed":
      return `❌ Couldn't finish: ${reasonWords(task.failureReason)}`;
    case "cancelled":
      return sayStopped(task.ending);
    case "refused":
      return "🚫 Not started";
  }
}

function sayWaiting({ plan, options }: AgentTask): string {
  if (plan !== null && plan.approvedAt === null) {
    return "✋ A plan waits for approval";
  }
  return options.race === null ? "✋ A result waits to be published" : "✋ Results wait to be picked";
}

function sayDone({ resultPayload, ending }: AgentTask): string {
  const { publication, summary } = resultPayload ?? {};
  switch (publication?.kind) {
    case "pull_request":
      return sayProposalEnd(publication, ending) ?? sayOpened(publication);
    case "branch":
      return `✅ Done: branch ${codeLine(publication.branch)}`;
    case "review":
      return `✅ [Reviewed](${publication.url})`;
    case "kept":
      return sayKept(publication);
    default:
      return summary == null ? "✅ No changes needed" : "✅ Answered, without a change";
  }
}

function sayOpened({ number, isDraft }: Extract<Publication, { kind: "pull_request" }>): string {
  return `✅ Pull request #${number} opened${isDraft ? " as a draft" : ""}`;
}

function sayKept({ branch }: Extract<Publication, { kind: "kept" }>): string {
  return branch === null ? "✅ Done, and not published" : `✅ Done: branch ${codeLine(branch)}`;
}

/** Why, where its name isn't words enough. */
const REASONS: Readonly<Partial<Record<FailureReason, string>>> = {
  branch_conflict: "the branch couldn't be made",
  branch_moving: "the branch keeps moving",
  repo_rules: "the repository's rules refuse the branch",
  secret_found: "the repository found what looks like a secret (push protection)",
};

function reasonWords(reason: FailureReason | null): string {
  const words = reason === null ? undefined : REASONS[reason];
  return words ?? (reason ?? "internal_error").replaceAll("_", " ");
}
