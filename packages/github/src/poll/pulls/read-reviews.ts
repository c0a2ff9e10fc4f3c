import { type LookMarks, takeNew } from "@catalyst/core/forge";
import { z } from "zod";
import type { TokenStep } from "../../client/with-token.ts";
import type { ListedThing } from "../finding.ts";
import { type ListedPull, PULLS } from "../lists/pulls.ts";

/** How many pull requests are looked at at once, and how many pages of 30 reviews each. */
const MAX_PULLS = 50;
const MAX_REVIEW_PAGES = 20;
const NAME = "reviews";

const Review = z.object({
  id: z.int().positive(),
  body: z.string().nullish(),
  state: z.string(),
  user: z.unknown().optional(),
  submitted_at: z.iso.datetime({ offset: true }),
});

/** What reviews say of our own pull requests that changed. Throws `GitHubFault`. */
export async function readReviews(
  own: readonly ListedPull[],
  { step, marks }: { step: TokenStep; marks: LookMarks },
): Promise<{ fresh: ListedThing[]; marks: LookMarks; isCut: boolean }> {
  const numbers = [...new Set(own.map(({ number }) => number))];
  const reviews = await Promise.all(numbers.slice(0, MAX_PULLS).map((number) => listReviews(number, step)));
  const before = marks[PULLS.name] ?? null;
  const known = marks[NAME] ?? (before === null ? null : { ...before, seen: {} });
  const { fresh, mark } = takeNew(reviews.flat(), { mark: known, etag: null });
  return { fresh, marks: known === null ? {} : { [NAME]: mark }, isCut: numbers.length > MAX_PULLS };
}

async function listReviews(number: number, { asker, repository }: TokenStep): Promise<ListedThing[]> {
  const at = { owner: repository.owner, repo: repository.name, pull_number: number };
  const path = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
  const { items } = await asker.list(path, { ...at, maxPages: MAX_REVIEW_PAGES }, z.unknown());
  return items.flatMap((item) => {
    const found = Review.safeParse(item).data;
    return found === undefined ? [] : [thingOf(found, number)];
  });
}

function thingOf({ user, ...review }: z.output<typeof Review>, number: number): ListedThing {
  const { id, submitted_at } = review;
  const told = {
    ...{ guid: `poll:review:${id}`, event: "pull_request_review", action: "submitted" },
    ...{ sender: user, body: { pull_request: { number }, review } },
  };
  return { id: String(id), at: new Date(submitted_at), told };
}
