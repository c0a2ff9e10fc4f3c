import type { AgentId } from "../../agent/agent-id.ts";
import { isFinal } from "../../task/task-state.ts";
import { accepted, type Decision, refused } from "./decision.ts";
import type { TaskOfSubject, TriggerFacts } from "./facts.ts";

const AGAIN = "You were asked to work on this issue again. Look at what was said since then, and go on.";

/** Work on an issue: what goes on is joined, what is proposed goes on, and anything else begins anew. */
export function workOnIssue({ task }: TriggerFacts, agent: AgentId | null): Decision {
  const unfinished = unfinishedOf(task);
  if (unfinished !== null) {
    return accepted({ kind: "join", taskId: unfinished.id });
  }
  if (task?.hasOpenPullRequest === true && task.status === "completed") {
    return accepted({ kind: "message", taskId: task.id, text: AGAIN });
  }
  return beginIssue({ agent, instruction: "", needsPlan: false });
}

export function beginIssue(of: { agent: AgentId | null; instruction: string; needsPlan: boolean }): Decision {
  return accepted({ kind: "submit", taskType: "issue", ...of });
}

/** A review of a pull request, ours or not; one that goes on already is joined. */
export function beginReview(
  { subject, task }: TriggerFacts,
  instruction: string,
  agent: AgentId | null = null,
): Decision {
  if (subject?.kind !== "pull_request") {
    return refused("not_here");
  }
  const unfinished = unfinishedOf(task);
  return unfinished?.taskType === "pr_review"
    ? accepted({ kind: "join", taskId: unfinished.id })
    : accepted({ kind: "submit", taskType: "pr_review", agent, instruction, needsPlan: false });
}

/** A change onto the branch of somebody's pull request. */
export function beginFix({ subject }: TriggerFacts, instruction: string, agent: AgentId | null): Decision {
  if (subject?.change == null) {
    return refused("not_here");
  }
  return subject.change.isFork
    ? refused("fork")
    : accepted({ kind: "submit", taskType: "code_fix", agent, instruction, needsPlan: false });
}

/** The task that isn't over: an agent works, or people are waited for. */
export function unfinishedOf(task: TaskOfSubject | null): TaskOfSubject | null {
  return task !== null && !isFinal(task.status) ? task : null;
}
