import type { ForgeOutcome, LineComment, Made, ReviewWish } from "@catalyst/core";
import { fitText, hasMark, markText } from "@catalyst/core";
import { z } from "zod";
import { findBotId } from "../../client/find-bot-id.ts";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

/** 600 reviews of one pull request. */
const MAX_PAGES = 20;
const REVIEWS = "/repos/{owner}/{repo}/pulls/{pull_number}/reviews";
const REFUSED = 422;

const Review = z.object({
  id: z.int(),
  html_url: z.url(),
  body: z.string().nullish(),
  user: z.object({ id: z.int() }).nullable(),
});
type Review = z.infer<typeof Review>;

/** What is reviewed, with whom our own reviews are by. */
interface Reviewing {
  step: TokenStep;
  wish: ReviewWish;
  botId: number;
}

/** Finds our review with the mark, or writes it: with all at its lines, else with all in its text. Throws `GitHubFault`. */
export async function ensureReview(step: TokenStep, wish: ReviewWish, app: GitHubApp): Promise<ForgeOutcome<Made>> {
  const reviewing = { step, wish, botId: await findBotId(app, step.asker) };
  const found = await findReview(reviewing);
  if (found !== null) {
    return { kind: "made", url: found.html_url, isNew: false };
  }
  const { body, comments, wholeBody } = wish;
  try {
    return made(await write(reviewing, body, comments));
  } catch (error) {
    if (!(error instanceof GitHubFault) || error.status !== REFUSED || comments.length === 0) {
      throw error;
    }
    // GitHub refuses all of a review for one line, and is known to have kept parts of it.
    const kept = await findReview(reviewing);
    return made(kept ?? (await write(reviewing, wholeBody, [])));
  }
}

async function findReview({ step, wish, botId }: Reviewing): Promise<Review | null> {
  const at = { owner: step.repository.owner, repo: step.repository.name, pull_number: wish.number };
  const { items } = await step.asker.list(`GET ${REVIEWS}`, { ...at, maxPages: MAX_PAGES }, Review);
  return items.find(({ user, body }) => user?.id === botId && hasMark(wish.mark, body ?? "")) ?? null;
}

function write({ step, wish }: Reviewing, text: string, comments: readonly LineComment[]): Promise<Review> {
  const at = { owner: step.repository.owner, repo: step.repository.name, pull_number: wish.number };
  const body = markText(wish.mark, text);
  const review = { ...at, commit_id: wish.commit, event: "COMMENT" as const, body, comments: comments.map(commentOf) };
  return step.writer.write({ urgency: "review" }, () => step.asker.ask(`POST ${REVIEWS}`, review, Review));
}

function commentOf({ path, side, line, startLine, body }: LineComment) {
  const start = startLine === null ? {} : { start_line: startLine, start_side: side };
  return { path, side, line, ...start, body: fitText(body) };
}

function made({ html_url: url }: Review) {
  return { kind: "made", url, isNew: true } as const;
}
