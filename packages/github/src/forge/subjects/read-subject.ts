import type { Subject, SubjectWish } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

const MAX_TITLE = 1000;
const MAX_BODY = 256 * 1024;

const Said = z.object({
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  user: z.object({ id: z.int(), login: z.string() }).nullable(),
});
type Said = z.infer<typeof Said>;

/** A pull request is among the issues, too, and says so. */
const Issue = Said.extend({ pull_request: z.unknown().optional() });

const Pull = Said.extend({
  /** `repo` null: the fork is there no more. */
  head: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.int() }).nullable() }),
  base: z.object({ ref: z.string() }),
});

/** What an issue or pull request says. Throws `GitHubFault`. */
export function readSubject(step: TokenStep, wish: SubjectWish): Promise<Subject> {
  return wish.kind === "issue" ? readIssue(step, wish.number) : readPull(step, wish.number);
}

async function readIssue({ asker, repository }: TokenStep, number: number): Promise<Subject> {
  const at = { owner: repository.owner, repo: repository.name, issue_number: number };
  const issue = await asker.ask("GET /repos/{owner}/{repo}/issues/{issue_number}", at, Issue);
  if (issue.pull_request != null) {
    throw new GitHubFault({ kind: "not_found" });
  }
  return { ...describe(issue), change: null };
}

async function readPull({ asker, repository }: TokenStep, number: number): Promise<Subject> {
  const at = { owner: repository.owner, repo: repository.name, pull_number: number };
  const pull = await asker.ask("GET /repos/{owner}/{repo}/pulls/{pull_number}", at, Pull);
  const { head, base } = pull;
  const isFork = head.repo?.id !== repository.id;
  return {
    ...describe(pull),
    change: { headCommit: head.sha, headBranch: head.ref, baseBranch: base.ref, isFork },
  };
}

function describe({ title, body, state, user }: Said): Omit<Subject, "change"> {
  return {
    title: title.slice(0, MAX_TITLE),
    body: (body ?? "").slice(0, MAX_BODY),
    author: user === null ? null : { id: String(user.id), login: user.login },
    isOpen: state === "open",
  };
}
