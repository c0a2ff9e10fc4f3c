import { z } from "zod";
import { type Reading, variablesOf } from "../reading.ts";
import { WRITTEN, Written } from "./written.ts";

/** As many as a bounded answer holds, whatever people wrote. */
const PAGE_SIZE = 30;
const MAX_PAGES = 34;

const Page = z.object({
  totalCount: z.int(),
  pageInfo: z.object({ hasPreviousPage: z.boolean(), startCursor: z.string().nullable() }),
  nodes: z.array(Written),
});
const Answer = z.object({ repository: z.object({ issueOrPullRequest: z.object({ said: Page }) }) });

/** An issue's and a pull request's comments, and the words that a review of it begins with. */
type List = "comments" | "reviews";

/** Texts of a list, the newest thousand of them, and how many others there are. Throws `GitHubFault`. */
export async function readComments(reading: Reading, list: List): Promise<{ written: Written[]; beyond: number }> {
  const written: Written[] = [];
  let before: string | null = null;
  let total = 0;
  for (let page = 0; page < MAX_PAGES && (page === 0 || reading.mayGoOn()); page++) {
    const asked: Record<string, unknown> = { ...variablesOf(reading), before };
    const answer: z.output<typeof Answer> = await reading.asker.query(DOCUMENTS[list], asked, Answer);
    const { said } = answer.repository.issueOrPullRequest;
    written.unshift(...said.nodes);
    total = said.totalCount;
    before = said.pageInfo.startCursor;
    if (!said.pageInfo.hasPreviousPage || before === null) {
      return { written, beyond: 0 };
    }
  }
  return { written, beyond: Math.max(total - written.length, 0) };
}

const page = (of: string) =>
  `said: ${of}(last: ${PAGE_SIZE}, before: $before) { totalCount pageInfo { hasPreviousPage startCursor } nodes { ${WRITTEN} } }`;
const ask = (selection: string) =>
  `query($owner: String!, $name: String!, $number: Int!, $before: String) { repository(owner: $owner, name: $name) { issueOrPullRequest(number: $number) { ${selection} } } }`;
const DOCUMENTS: Readonly<Record<List, string>> = {
  comments: ask(`... on Issue { ${page("comments")} } ... on PullRequest { ${page("comments")} }`),
  reviews: ask(`... on PullRequest { ${page("reviews")} }`),
};
