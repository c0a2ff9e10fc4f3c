import type { Subject } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";
import { GitHubFault } from "../faults/github-fault.ts";

/** As long as GitHub lets a text be. */
const MAX_TEXT_LENGTH = 65_536;
const MAX_TITLE_LENGTH = 1000;

const Issue = z.object({
  number: z.int(),
  html_url: z.string().max(2048),
  title: z.string().transform((title) => title.slice(0, MAX_TITLE_LENGTH)),
  body: z
    .string()
    .nullish()
    .transform((body) => (body ?? "").slice(0, MAX_TEXT_LENGTH)),
  user: z.object({ id: z.int(), login: z.string() }).nullish(),
  state: z.string(),
  locked: z.boolean().default(false),
  labels: z
    .array(z.union([z.string(), z.object({ name: z.string().nullish() }).transform(({ name }) => name ?? "")]))
    .default([]),
  pull_request: z.unknown().optional(),
});

/** `repo` null: the fork is there no more. */
const PullRequest = z.object({
  draft: z.boolean().default(false),
  head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ id: z.int() }).nullable() }),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.int() }) }),
});

/** As GitHub's pages are called: at their end. */
const PAGE = /\/([\w.-]{1,100})\/([\w.-]{1,100})\/(?:issues|pull)\/(\d{1,10})$/;

/** An issue or pull request as it is. One that was moved is another repository's: `moved`. Throws `GitHubFault`. */
export async function readSubject({ asker, repository }: TokenStep, number: number): Promise<Subject> {
  const at = { owner: repository.owner, repo: repository.name };
  const issue = await asker.ask(
    "GET /repos/{owner}/{repo}/issues/{issue_number}",
    { ...at, issue_number: number },
    Issue,
  );
  refuseMoved(issue, { ...repository, number });
  const isPull = issue.pull_request != null;
  const path = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const pull = isPull ? await asker.ask(path, { ...at, pull_number: number }, PullRequest) : null;
  return {
    ...{ kind: isPull ? "pull_request" : "issue", number: issue.number, url: issue.html_url },
    ...{ title: issue.title, text: issue.body },
    author: issue.user == null ? null : { id: String(issue.user.id), login: issue.user.login },
    labels: issue.labels,
    ...{ isOpen: issue.state === "open", isLocked: issue.locked, isArchived: repository.isArchived },
    change: pull === null ? null : changeOf(pull),
  };
}

/** GitHub leads on to where an issue is by now, which may be a repository that others read than those who are told of this one. */
function refuseMoved(
  { number, html_url: url }: z.output<typeof Issue>,
  asked: { owner: string; name: string; number: number },
): void {
  const [, owner = "", name = ""] = PAGE.exec(url) ?? [];
  const isHere = `${owner}/${name}`.toLowerCase() === `${asked.owner}/${asked.name}`.toLowerCase();
  if (!isHere || number !== asked.number) {
    throw new GitHubFault({ kind: "moved", to: owner === "" ? null : `${owner}/${name}#${number}` });
  }
}

/** Where the head's repository is gone, nothing can be pushed to it either. */
function changeOf({ head, base, draft }: z.output<typeof PullRequest>): Subject["change"] {
  return { head: head.sha, branch: head.ref, base: base.ref, isFork: head.repo?.id !== base.repo.id, isDraft: draft };
}
