import type { PullRequestWish } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";
const MAX_LABELS = 20;
const MAX_REVIEWERS = 10;

const Assigned = z.object({ assignees: z.array(z.object({ login: z.string() })).nullish() });

type People = Pick<PullRequestWish, "requester" | "labels">;

/**
 * Assigns a pull request to whoever asked for it, asks them to review it, and puts the labels on. What GitHub doesn't let us do
 * of that is left out. False: whoever asked isn't told by either. Throws `GitHubFault` for what passes by itself.
 */
export async function tellPeople(
  step: TokenStep,
  { requester, labels = [] }: People,
  number: number,
): Promise<boolean> {
  if (labels.length > 0) {
    await attempt(() => label(step, labels.slice(0, MAX_LABELS), number));
  }
  if (requester === undefined) {
    return true;
  }
  const isAssigned = await attempt(() => assign(step, requester, number));
  const isAsked = await attempt(() => askToReview(step, requester, number));
  return isAssigned || isAsked;
}

/** Asks people to review a pull request once more. Whom GitHub takes for no reviewer is left out. Throws `GitHubFault` for what passes by itself. */
export async function askAgain(
  step: TokenStep,
  { reviewers = [] }: Pick<PullRequestWish, "reviewers">,
  number: number,
): Promise<void> {
  for (const login of reviewers.slice(0, MAX_REVIEWERS)) {
    await attempt(() => askToReview(step, login, number));
  }
}

/** Whoever can't be assigned is left out by GitHub without a word. */
function assign({ asker, writer, repository }: TokenStep, login: string, number: number): Promise<boolean> {
  const at = { owner: repository.owner, repo: repository.name, issue_number: number };
  return writer.write({ urgency: "final" }, async () => {
    const { assignees } = await asker.ask(`POST ${ISSUE}/assignees`, { ...at, assignees: [login] }, Assigned);
    return assignees?.some((one) => one.login.toLowerCase() === login.toLowerCase()) === true;
  });
}

function askToReview({ asker, writer, repository }: TokenStep, login: string, number: number): Promise<boolean> {
  const at = { owner: repository.owner, repo: repository.name, pull_number: number };
  const route = "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers";
  return writer.write({ urgency: "final" }, async () => {
    await asker.ask(route, { ...at, reviewers: [login] }, z.unknown());
    return true;
  });
}

function label({ asker, writer, repository }: TokenStep, labels: string[], number: number): Promise<boolean> {
  const at = { owner: repository.owner, repo: repository.name, issue_number: number };
  return writer.write({ urgency: "final" }, async () => {
    await asker.ask(`POST ${ISSUE}/labels`, { ...at, labels }, z.unknown());
    return true;
  });
}

/** False: GitHub refused it for good. */
async function attempt(work: () => Promise<boolean>): Promise<boolean> {
  try {
    return await work();
  } catch (error) {
    const isLasting =
      error instanceof GitHubFault && error.problem.kind !== "outage" && error.problem.kind !== "rate_limited";
    if (!isLasting) {
      throw error;
    }
    return false;
  }
}
