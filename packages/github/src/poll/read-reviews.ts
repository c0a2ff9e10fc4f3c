import { type LookMarks, takeNew } from "@catalyst/core/forge";
import { z } from "zod";
import type { TokenStep } from "../client/with-token.ts";
import type { ListedThing } from "./finding.ts";
import type { PolledList } from "./lists/polled-list.ts";
import { readList } from "./read-list.ts";

/** How many of our open pull requests are looked at at once, and how many pages of 30 reviews each. */
const MAX_PULLS = 50;
const MAX_REVIEW_PAGES = 20;

const Pull = z.object({
  number: z.int().positive(),
  updated_at: z.iso.datetime({ offset: true }),
  user: z.object({ id: z.int() }).nullish(),
});

const Review = z.object({
  id: z.int().positive(),
  body: z.string().nullish(),
  state: z.string(),
  user: z.unknown().optional(),
  submitted_at: z.iso.datetime({ offset: true }),
});

/** Open pull requests; each change of one is a thing of its own. */
const PULLS: PolledList = {
  name: "pulls",
  ask: ({ asker, repository: { owner, name: repo } }, wish) =>
    asker.listChanged(
      "GET /repos/{owner}/{repo}/pulls",
      { ...{ owner, repo, state: "open", sort: "updated", direction: "desc" }, ...wish },
      z.unknown(),
    ),
  read(item) {
    const pull = Pull.safeParse(item).data;
    return pull === undefined
      ? null
      : { id: `${pull.number} ${pull.user?.id ?? ""} ${pull.updated_at}`, at: new Date(pull.updated_at), told: null };
  },
};

export interface ReadReviews {
  fresh: ListedThing[];
  marks: LookMarks;
  pollSeconds: number | null;
  isCut: boolean;
}

/** What reviews say of our own open pull requests, of those alone that changed since they were read last. Throws `GitHubFault`. */
export async function readReviews(step: TokenStep, marks: LookMarks, botId: number): Promise<ReadReviews> {
  const before = marks[PULLS.name] ?? null;
  const { fresh: changed, mark, ...pulls } = await readList(PULLS, before, step);
  const numbers = [
    ...new Set(
      changed
        .map(({ id }) => id.split(" "))
        .filter(isBy(botId))
        .map(([number]) => Number(number)),
    ),
  ];
  const reviews = await Promise.all(numbers.slice(0, MAX_PULLS).map((number) => listReviews(number, step)));
  const known = marks.reviews ?? (before === null ? null : { ...before, seen: {} });
  const { fresh, mark: read } = takeNew(reviews.flat(), { mark: known, etag: null });
  const isCut = pulls.isCut || numbers.length > MAX_PULLS;
  return { ...pulls, isCut, fresh, marks: { [PULLS.name]: mark, ...(known === null ? {} : { reviews: read }) } };
}

function isBy(botId: number): (parts: string[]) => boolean {
  return ([, userId]) => userId === String(botId);
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
