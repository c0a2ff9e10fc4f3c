import { describeForgeProblem, type ForgeProblem } from "../../../forge/forge-outcome.ts";
import type { ForgePort, PullRequestWish } from "../../../forge/forge-port.ts";
import { LOOKED_TITLES } from "../../../forge/pull-request/choose-title.ts";
import { hasOutsideText } from "../../../forge/pull-request/has-outside-text.ts";
import { writePullRequest } from "../../../forge/pull-request/write-pull-request.ts";
import type { TaskEnd } from "../../../task/task.ts";
import type { Step } from "../../step.ts";
import { findSigner } from "../import/find-signer.ts";
import { readEffort } from "./read-effort.ts";
import { readTemplate } from "./read-template.ts";

/**
 * Proposes a branch that was published where its repository has a forge; any other end stays as it is. What keeps it from
 * being proposed is told, and the branch is there all the same. Throws `ForgeAway`.
 */
export async function openPullRequest(step: Step, end: TaskEnd): Promise<TaskEnd> {
  const { execution, task, repo, deps } = step;
  const { result } = end;
  if (result?.publication.kind !== "branch") {
    return end;
  }
  const forge = await deps.findForge(repo);
  if (forge === null) {
    return end;
  }
  const { branch, isDraft } = result.publication;
  // People read first what came of outsiders' words. Nothing is wrong with the work for that alone.
  const isOutside = hasOutsideText(task.contextPayload);
  const { draft, labels, dco } = execution.resolution.settings.github;
  const isAsked = isOutside || draft || task.options.isDraft === true;
  const isFirst = execution.continuesId === null || execution.purpose === "publish";
  const outcome = await forge.ensurePullRequest({
    ...{
      isFirst,
      repo,
      head: branch,
      base: task.baseBranch,
      isDraft: isDraft || isAsked,
      ...(await findLeft(step, isAsked)),
      reviewers: await listReviewers(step, end),
      labels,
      mark: `task-${task.id}`,
      // Those of a task begin one after the other.
      sequence: execution.startedAt.getTime(),
    },
    ...writePullRequest({
      ...{ task, repo, result, isDraft, requester: execution.askedBy, baseCommit: execution.baseCommit, dco },
      isSignedOff: await isSignedOff(step, end),
      agent: { id: execution.agentType, model: execution.model },
      isFirst,
      template: await readTemplate(step),
      effort: await readEffort(step),
      merged: isFirst ? await readMerged(step, forge) : [],
    }),
  });
  if (outcome.kind === "failed") {
    return outcome.problem.kind === "nothing_to_propose"
      ? end
      : failedEnd(step, { end, branch, problem: outcome.problem });
  }
  const { number, url } = outcome;
  const publication = {
    kind: "pull_request",
    branch,
    isDraft: isAsked ? isDraft : outcome.isDraft,
    number,
    url,
  } as const;
  return { ...end, result: { ...result, publication } };
}

interface Unproposed {
  end: TaskEnd;
  branch: string;
  problem: ForgeProblem;
}

/** Who isn't known there any more, or was taken off, is let in again by people; nothing is wrong with the repository then. */
function failedEnd({ task, repo }: Step, { end, branch, problem }: Unproposed): TaskEnd {
  const why = describeForgeProblem(problem);
  const errorMessage = `Proposing the branch ${branch} in ${repo.url} failed: ${why}. The branch is there.`;
  const isOut = problem.kind === "uninstalled" || problem.kind === "unauthorized";
  const way = { kind: "add_github_app", next: { kind: "retry_task", task: task.number } } as const;
  return { ...end, state: "failed", failureReason: "repository_unavailable", errorMessage, ...(isOut ? { way } : {}) };
}

/** Where they can't be read nothing is known of the repository's habits. Throws `ForgeAway`. */
async function readMerged({ repo }: Step, forge: Pick<ForgePort, "listMergedTitles">): Promise<string[]> {
  const outcome = await forge.listMergedTitles({ repo, limit: LOOKED_TITLES });
  if (outcome.kind === "made") {
    return outcome.titles;
  }
  describeForgeProblem(outcome.problem);
  return [];
}

/** Those who said something at lines of it, which the turn was told: they see what became of that. */
async function listReviewers({ execution, deps }: Step, { resultOf }: TaskEnd): Promise<string[]> {
  const told = await deps.messages.listDelivered(resultOf ?? execution.id);
  const logins = told.flatMap(({ threads, sentBy }) =>
    threads !== null && sentBy.kind === "forge_account" ? [sentBy.login] : [],
  );
  return [...new Set(logins)];
}

/** Whether we left what was proposed of the task last as a draft, whatever people made of it; nothing: nothing was. */
async function findLeft({ task, deps }: Step, isAsked: boolean): Promise<Pick<PullRequestWish, "leftDraft">> {
  const results = (await deps.executions.listForTask(task.id)).map(({ result }) => result);
  const last = results.findLast((result) => result?.publication.kind === "pull_request");
  return last == null ? {} : { leftDraft: last.verification?.isPassed === false || isAsked };
}

/** As whoever asked for it has agreed to: for what a person publishes later, who asked for the work. */
async function isSignedOff(step: Step, { resultOf }: TaskEnd): Promise<boolean> {
  const made = resultOf === undefined ? null : await step.deps.executions.get(resultOf);
  const bot = { name: "", email: "" };
  return (await findSigner(step, { bot, askedBy: made?.askedBy ?? step.execution.askedBy })) !== null;
}
