import type { Subject } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";

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
  pull_request: z.unknown().optional(),
});

/** `repo` null: the fork is there no more. */
const PullRequest = z.object({
  draft: z.boolean().default(false),
  head: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ id: z.int() }).nullable() }),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.int() }) }),
});

/** An issue or pull request as it is. Throws `GitHubFault`. */
export async function readSubject({ asker, repository }: TokenStep, number: number): Promise<Subject> {
  const at = { owner: repository.owner, repo: repository.name };
  const issue = await asker.ask(
    "GET /repos/{owner}/{repo}/issues/{issue_number}",
    { ...at, issue_number: number },
    Issue,
  );
  const isPull = issue.pull_request != null;
  const path = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const pull = isPull ? await asker.ask(path, { ...at, pull_number: number }, PullRequest) : null;
  return {
    ...{ kind: isPull ? "pull_request" : "issue", number: issue.number, url: issue.html_url },
    ...{ title: issue.title, text: issue.body },
    author: issue.user == null ? null : { id: String(issue.user.id), login: issue.user.login },
    ...{ isOpen: issue.state === "open", isLocked: issue.locked, isArchived: repository.isArchived },
    change: pull === null ? null : changeOf(pull),
  };
}

/** Where the head's repository is gone, nothing can be pushed to it either. */
function changeOf({ head, base, draft }: z.output<typeof PullRequest>): Subject["change"] {
  return { head: head.sha, branch: head.ref, base: base.ref, isFork: head.repo?.id !== base.repo.id, isDraft: draft };
}
