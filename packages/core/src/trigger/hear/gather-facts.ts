import { mayWrite } from "../../account/forge-permission.ts";
import type { AgentTask } from "../../task/task.ts";
import type { SubjectNow, TaskOfSubject, TriggerFacts } from "../decide/facts.ts";
import type { Signal, SignalKind } from "../signal/signal.ts";
import type { AskedForge } from "./ask-forge.ts";
import { type HeardSignal, hear } from "./heard-signal.ts";
import type { ProposedResult, TriggerReads } from "./trigger-store.ts";

/** All that a signal is decided by: what the forge said, and what is known here while nothing else of its subject is decided. */
export async function gatherFacts(
  { heard: { signal, identity, policy, repo }, asked }: { heard: HeardSignal; asked: AskedForge },
  { triggers }: { triggers: TriggerReads },
): Promise<{ facts: TriggerFacts; task: AgentTask | null }> {
  const { permission, subject, review, isOurThread, failedChecks } = asked;
  const of = { repoId: repo.id, number: signal.number };
  const found = await triggers.findTask({ ...of, branch: branchOf(subject) });
  const task = found !== null && (await isOvertaken(signal, found, triggers)) ? null : found;
  const texts = review === null ? [] : [review.text, ...review.comments.map(({ text }) => text)];
  const facts = {
    ...{ identity, policy, permission, subject, review, isOurThread, failedChecks },
    heard: hear(signal, identity, texts),
    task: task === null ? null : describeTask(task, { asked, proposed: await triggers.findProposed(task.id) }),
    counts: await triggers.count({ ...of, actorId: signal.actor.id, botIds: policy.botIds }),
    limitsTold: await triggers.listLimitsTold({ ...of, actorId: signal.actor.id }),
    isQuiet: await triggers.isQuiet(of),
    isAsker: task !== null && (await triggers.hasAskedFor({ taskId: task.id, actorId: signal.actor.id })),
    isPrivate: signal.repository.isPrivate === true,
    outsiders:
      policy.outsiders === "silent" || mayWrite(permission)
        ? null
        : await triggers.countOutsiders({ ...of, actorId: signal.actor.id }),
  };
  return { facts, task };
}

const ENDS: readonly SignalKind[] = ["closed", "gone", "unassigned", "unlabeled", "review_request_removed"];

/** What ended a wish says nothing of a task that was wished for since: it may be heard late, and be looked for long after. */
async function isOvertaken({ kind, at }: Signal, task: AgentTask, triggers: TriggerReads): Promise<boolean> {
  return ENDS.includes(kind) && at < ((await triggers.findAskedAt(task.id)) ?? task.createdAt);
}

/** Somebody else's branch of the same name is no task's. */
function branchOf(subject: SubjectNow | null): string | null {
  return subject?.change == null || subject.change.isFork ? null : subject.change.branch;
}

/** What it proposed stands while another turn goes on, and where that failed: the task itself says nothing of it then. */
function describeTask(
  task: AgentTask,
  { asked: { subject, proposal }, proposed }: { asked: AskedForge; proposed: ProposedResult | null },
): TaskOfSubject {
  const { id, taskType, status } = task;
  return {
    ...{ id, taskType, status, headCommit: proposed?.headCommit ?? null },
    hasOpenPullRequest: proposed !== null && proposed.number === proposal?.number && proposal.isOpen,
    isItsPullRequest:
      subject?.kind === "pull_request" && task.branch === branchOf(subject) && task.taskType !== "pr_review",
  };
}
