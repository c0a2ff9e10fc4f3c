import type { Actor } from "../../account/actor.ts";
import type { AgentTask, TaskResult } from "../../task/task.ts";
import type { Repo } from "../../vcs/repo.ts";
import type { PullRequestWish } from "../forge-port.ts";
import { codeLine } from "../text/plain-text.ts";
import { chooseTitle } from "./choose-title.ts";
import { describeEffort, type Effort } from "./describe-effort.ts";
import { describeMissingSignOff, type SigningOff } from "./describe-sign-off.ts";
import { describeUndone, describeVerified, describeWork } from "./describe-work.ts";
import { fillTemplate } from "./fill-template.ts";
import { linkIssue } from "./link-issue.ts";
import { writeTitle } from "./write-title.ts";

export interface ProposedWork extends SigningOff {
  task: Pick<AgentTask, "id" | "number" | "sourceType" | "sourceNumber" | "contextPayload"> & { baseBranch: string };
  repo: Pick<Repo, "url" | "defaultBranch">;
  result: TaskResult;
  isDraft: boolean;
  /** Nothing was proposed of it before. */
  isFirst: boolean;
  agent: { id: string; model: string | null };
  baseCommit: string;
  requester: Actor;
  effort: Effort;
  /** Titles of those that were merged last. */
  merged: readonly string[];
  /** The repository's own for pull requests; null: it has none. */
  template: string | null;
}

/** What a pull request of a task says, beside where it is. Nothing in it is live but the one line that names its issue. */
export function writePullRequest(
  work: ProposedWork,
): Pick<PullRequestWish, "title" | "body" | "template" | "requester"> {
  const { task, repo, result, requester, merged } = work;
  const subjects = result.commits.map(({ subject }) => subject).toReversed();
  const title = chooseTitle({ title: task.contextPayload.title, subjects, merged });
  const about = describeWork(result, repo.url.startsWith("https://") ? [repo.url] : []);
  const verified = describeVerified(result.verification);
  const filled = work.template === null ? null : fillTemplate(work.template, { about, verified });
  // What stands in the template once isn't told anew by the part that is ours; of what is done later it is silent.
  const isTold = filled?.hasAbout === true && work.isFirst;
  const body = [
    isTold ? null : about,
    section("How it was verified", verified ?? "It was not: the project has no check of its own."),
    section("For the reviewer", joinLines(describeUndone(result), describeMissingSignOff(work))),
    section("The task", describeTask(work)),
    linkIssue({ task, isOntoDefault: task.baseBranch === repo.defaultBranch, isWhole: isWhole(work) }),
  ];
  return {
    title: writeTitle(title),
    body: body.filter((part) => part !== null).join("\n\n"),
    ...(filled === null ? {} : { template: filled.text }),
    ...(requester.kind === "forge_account" ? { requester: requester.login } : {}),
  };
}

function isWhole({ isDraft, result }: ProposedWork): boolean {
  return !isDraft && result.leftOut.length === 0 && result.beside === null && result.verification?.isPassed !== false;
}

function joinLines(...lines: (string | null)[]): string | null {
  const told = lines.filter((line) => line !== null);
  return told.length === 0 ? null : told.join("\n");
}

function section(title: string, words: string | null): string | null {
  return words === null ? null : `### ${title}\n\n${words}`;
}

function describeTask({ task, agent, baseCommit, result, effort }: ProposedWork): string {
  const { files, insertions, deletions } = result.diffStat;
  const model = agent.model === null ? "" : ` (${codeLine(agent.model)})`;
  return [
    `- Task #\u200b${task.number} of Catalyst, by ${codeLine(agent.id)}${model}`,
    `- Onto ${codeLine(task.baseBranch)} at ${codeLine(baseCommit.slice(0, 12))}: ${files} ${files === 1 ? "file" : "files"}, +${insertions} -${deletions}`,
    ...describeEffort(effort),
  ].join("\n");
}
