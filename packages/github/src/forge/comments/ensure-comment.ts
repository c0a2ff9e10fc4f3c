import type { CommentWish, ForgeOutcome, Made, NearEndWish } from "@catalyst/core";
import { hasMark, markText, sequenceOf } from "@catalyst/core";
import { z } from "zod";
import { findBotId } from "../../client/find-bot-id.ts";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

/** 1,500 comments since then: who looks for an older one finds none. */
const MAX_PAGES = 50;
/** So far, in milliseconds, GitHub's clock may be behind ours: farther apart, it takes no key of ours. */
const CLOCKS_APART = 15 * 60_000;
/** So many comments people still see when they come to a conversation. */
const NEAR_END = 10;
const ISSUE = "/repos/{owner}/{repo}/issues";
const COMMENT = `${ISSUE}/comments/{comment_id}` as const;

const Comment = z.object({
  id: z.int(),
  html_url: z.url(),
  body: z.string().nullish(),
  user: z.object({ id: z.int() }).nullable(),
});
type Comment = z.infer<typeof Comment>;

/** Edits our comment with the mark, or makes it. Throws `GitHubFault`. */
export async function ensureComment(step: TokenStep, wish: CommentWish, app: GitHubApp): Promise<ForgeOutcome<Made>> {
  const found = await findComment(step, wish, await findBotId(app, step.asker));
  const edited = found === null ? null : await edit(step, wish, found);
  if (edited !== null) {
    return { kind: "made", url: edited.html_url, isNew: false };
  }
  if (!wish.isMade) {
    return { kind: "failed", problem: { kind: "deleted" } };
  }
  const made = await create(step, wish);
  return { kind: "made", url: made.html_url, isNew: true };
}

/** Whether people still see it at the end of the conversation. Throws `GitHubFault`. */
export async function isNearEnd(step: TokenStep, wish: NearEndWish, app: GitHubApp): Promise<boolean> {
  const botId = await findBotId(app, step.asker);
  const comments = await listComments(step, wish);
  const at = comments.findLastIndex((comment) => isOurs(comment, { ...wish, botId }));
  return at === -1 || at >= comments.length - NEAR_END;
}

/** The newest of ours: another account's with the same mark isn't. */
async function findComment(step: TokenStep, wish: CommentWish, botId: number): Promise<Comment | null> {
  return (await listComments(step, wish)).findLast((comment) => isOurs(comment, { ...wish, botId })) ?? null;
}

function isOurs({ user, body }: Comment, { mark, botId }: { mark: string; botId: number }): boolean {
  return user?.id === botId && hasMark(mark, body ?? "");
}

async function listComments(
  { asker, repository }: TokenStep,
  { number, since }: Pick<CommentWish, "number" | "since">,
): Promise<Comment[]> {
  const at = { owner: repository.owner, repo: repository.name, issue_number: number };
  const from = since === undefined ? {} : { since: new Date(since.getTime() - CLOCKS_APART).toISOString() };
  const comments = `GET ${ISSUE}/{issue_number}/comments` as const;
  return (await asker.list(comments, { ...at, ...from, maxPages: MAX_PAGES }, Comment)).items;
}

/** The comment as it is by then, which may have a later text; null: people deleted it. */
async function edit({ asker, writer, repository }: TokenStep, wish: CommentWish, found: Comment) {
  const { urgency, sequence, mark } = wish;
  const at = { owner: repository.owner, repo: repository.name, comment_id: found.id };
  const body = markText(mark, wish.body, sequence);
  const isLate = (comment: Comment) => comment.body === body || sequenceOf(mark, comment.body ?? "") > sequence;
  if (isLate(found)) {
    return found;
  }
  try {
    return await writer.write({ urgency, sequence, key: `comment ${found.id}` }, async () => {
      // A later text may have been written while this one waited.
      const current = await asker.ask(`GET ${COMMENT}`, at, Comment);
      return isLate(current) ? current : asker.ask(`PATCH ${COMMENT}`, { ...at, body }, Comment);
    });
  } catch (error) {
    if (error instanceof GitHubFault && (error.problem.kind === "not_found" || error.problem.kind === "gone")) {
      return null;
    }
    throw error;
  }
}

function create({ asker, writer, repository }: TokenStep, wish: CommentWish): Promise<Comment> {
  const { urgency, sequence, mark, number } = wish;
  const at = { owner: repository.owner, repo: repository.name, issue_number: number };
  const body = markText(mark, wish.body, sequence);
  return writer.write({ urgency }, () => asker.ask(`POST ${ISSUE}/{issue_number}/comments`, { ...at, body }, Comment));
}
