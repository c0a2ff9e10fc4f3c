import {
  type BranchWish,
  type ForgeOutcome,
  type FoundPullRequest,
  hasMark,
  type MadePullRequest,
  type PullRequestWish,
  replaceMarked,
} from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";
import { setDraft } from "./set-draft.ts";
import { askAgain, tellPeople } from "./tell-people.ts";

const MAX_TITLE_LENGTH = 250;
/** Of GitHub, for the whole text. */
const MAX_BODY_LENGTH = 65_536;
/** 60 pull requests of one branch. */
const MAX_PAGES = 2;
const PULLS = "/repos/{owner}/{repo}/pulls";

const PullRequest = z.object({
  number: z.int(),
  node_id: z.string().max(200),
  html_url: z.url(),
  state: z.string(),
  merged_at: z.string().nullish().default(null),
  draft: z.boolean().default(false),
  body: z.string().nullable(),
  head: z.object({ ref: z.string(), repo: z.object({ id: z.int() }).nullable() }),
  base: z.object({ ref: z.string() }),
  assignees: z.array(z.unknown()).nullish(),
  requested_reviewers: z.array(z.unknown()).nullish(),
});
type PullRequest = z.infer<typeof PullRequest>;

/** Takes the open pull request of the branch, or opens one. Throws `GitHubFault`. */
export async function ensurePullRequest(
  step: TokenStep,
  wish: PullRequestWish,
): Promise<ForgeOutcome<MadePullRequest>> {
  const found = await findPullRequest(step, wish.head);
  if (found !== null) {
    return take(step, wish, found);
  }
  let opened: PullRequest;
  try {
    opened = await open(step, wish);
  } catch (error) {
    const existing = isThereAlready(error) ? await findPullRequest(step, wish.head) : null;
    if (existing === null) {
      throw error;
    }
    return take(step, wish, existing);
  }
  await tell(step, wish, opened);
  return made(opened, { isNew: true });
}

/** The pull request of a branch as it is. Throws `GitHubFault`. */
export async function seePullRequest(
  step: TokenStep,
  { branch }: Pick<BranchWish, "branch">,
): Promise<FoundPullRequest | null> {
  const found = await findPullRequest(step, branch);
  if (found === null) {
    return null;
  }
  const { number, html_url: url, base, state, merged_at: mergedAt } = found;
  return { number, url, base: base.ref, isOpen: state === "open", isMerged: mergedAt !== null };
}

/** Whoever asked for it is told of it: by being named, where they can be neither assigned nor asked to review it. */
async function tell(step: TokenStep, wish: PullRequestWish, { number, body }: PullRequest): Promise<void> {
  const isTold = await tellPeople(step, wish, number);
  if (!isTold) {
    const text = `${wish.body}\n\nAsked for by @${wish.requester}.`;
    await change(step, number, replaceWithin(wish, body ?? "", text));
  }
}

/** The open one of the branch, else the newest. GitHub answers all pull requests to a head that it doesn't understand. */
async function findPullRequest({ asker, repository }: TokenStep, branch: string): Promise<PullRequest | null> {
  const { owner, name, id } = repository;
  const wish = { owner, repo: name, head: `${owner}:${branch}`, state: "all", maxPages: MAX_PAGES } as const;
  const { items } = await asker.list(`GET ${PULLS}`, wish, PullRequest);
  const ofBranch = items.filter(({ head }) => head.ref === branch && head.repo?.id === id);
  const newest = ofBranch.toSorted((one, other) => other.number - one.number);
  return newest.find(({ state }) => state === "open") ?? newest[0] ?? null;
}

async function take(
  step: TokenStep,
  wish: PullRequestWish,
  found: PullRequest,
): Promise<ForgeOutcome<MadePullRequest>> {
  const { number, html_url: url } = found;
  if (found.state !== "open") {
    return { kind: "failed", problem: { kind: "closed", number, url } };
  }
  const text = replaceWithin(wish, found.body ?? "", wish.body);
  if (text !== found.body) {
    await change(step, number, text);
  }
  if (isUntold(wish, found)) {
    await tell(step, wish, { ...found, body: text });
  }
  await askAgain(step, wish, number);
  const draft = await setDraft(step, wish, found);
  return made({ ...found, draft }, { isNew: false });
}

/** It is ours, and whoever opened it came no further than that. */
function isUntold({ mark, isFirst }: PullRequestWish, { body, assignees, requested_reviewers }: PullRequest): boolean {
  const hasNobody = (assignees ?? []).length === 0 && (requested_reviewers ?? []).length === 0;
  return isFirst === true && hasNobody && hasMark(mark, body ?? "");
}

async function change({ asker, writer, repository }: TokenStep, number: number, body: string): Promise<void> {
  const wish = { owner: repository.owner, repo: repository.name, pull_number: number, body };
  await writer.write({ urgency: "final" }, () => asker.ask(`PATCH ${PULLS}/{pull_number}`, wish, PullRequest));
}

/** Of ours what fits beside what people wrote. */
function replaceWithin({ mark, sequence }: PullRequestWish, whole: string, text: string): string {
  const replaced = replaceMarked(mark, whole, { text, sequence });
  const excess = replaced.length - MAX_BODY_LENGTH;
  const cut = text.slice(0, Math.max(text.length - excess, 0));
  return excess <= 0 ? replaced : replaceMarked(mark, whole, { text: cut, sequence });
}

function open({ asker, writer, repository }: TokenStep, wish: PullRequestWish): Promise<PullRequest> {
  const { title, body, head, base, isDraft, template = "" } = wish;
  const text = { title: title.slice(0, MAX_TITLE_LENGTH), body: replaceWithin(wish, template, body) };
  const at = { owner: repository.owner, repo: repository.name };
  return writer.write({ urgency: "final" }, () =>
    asker.ask(`POST ${PULLS}`, { ...at, ...text, head, base, draft: isDraft }, PullRequest),
  );
}

function isThereAlready(error: unknown): boolean {
  return error instanceof GitHubFault && error.invalid.some(({ message }) => /already exists/i.test(message ?? ""));
}

function made({ number, html_url: url, draft }: PullRequest, { isNew }: { isNew: boolean }) {
  return { kind: "made", number, url, isNew, isDraft: draft } as const;
}
