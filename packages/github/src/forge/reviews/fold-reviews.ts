import { type FoldReviewsWish, hasMark } from "@catalyst/core";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import { orLeft } from "./settle-threads.ts";

/** The newest of them: those before were folded when they were said. */
const PAGE_SIZE = 50;
const REVIEWS = `query($owner: String!, $name: String!, $number: Int!) { repository(owner: $owner, name: $name) { pullRequest(number: $number) { reviews(last: ${PAGE_SIZE}) { nodes { id body viewerDidAuthor isMinimized } } } } }`;
const FOLD =
  "mutation($subjectId: ID!) { minimizeComment(input: {subjectId: $subjectId, classifier: OUTDATED}) { minimizedComment { isMinimized } } }";

const Review = z.object({
  id: z.string().max(200),
  body: z.string(),
  viewerDidAuthor: z.boolean(),
  isMinimized: z.boolean(),
});
const Reviews = z.object({
  repository: z.object({ pullRequest: z.object({ reviews: z.object({ nodes: z.array(Review) }) }) }),
});
const Folded = z.object({
  minimizeComment: z.object({ minimizedComment: z.object({ isMinimized: z.boolean() }).nullable() }),
});
/** What each text of ours has. */
const OUR_MARK = /<!-- catalyst:/;

/** Folds our reviews but the one with the mark. Throws `GitHubFault`. */
export async function foldReviews(
  { asker, writer, repository }: TokenStep,
  { number, mark }: FoldReviewsWish,
): Promise<void> {
  const { owner, name } = repository;
  const answer = await asker.query(REVIEWS, { owner, name, number }, Reviews);
  const earlier = answer.repository.pullRequest.reviews.nodes.filter(
    ({ viewerDidAuthor, isMinimized, body }) =>
      viewerDidAuthor && !isMinimized && OUR_MARK.test(body) && !hasMark(mark, body),
  );
  for (const { id: subjectId } of earlier) {
    await orLeft(() => writer.write({ urgency: "progress" }, () => asker.query(FOLD, { subjectId }, Folded)));
  }
}
