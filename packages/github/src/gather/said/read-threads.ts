import { z } from "zod";
import { type Reading, variablesOf } from "../reading.ts";
import { WRITTEN, Written } from "./written.ts";

/** As many as a bounded answer holds, each with its first comment. */
const PAGE_SIZE = 30;
const MAX_PAGES = 20;
const MAX_HUNK_LENGTH = 8192;

const Comment = Written.extend({
  diffHunk: z
    .string()
    .nullish()
    .transform((hunk) => (hunk ?? "").slice(-MAX_HUNK_LENGTH)),
});
const Line = z.int().nullable();

const Thread = z.object({
  id: z.string().max(200),
  isResolved: z.boolean(),
  isOutdated: z.boolean(),
  path: z.string().max(4096),
  line: Line,
  originalLine: Line,
  diffSide: z.enum(["LEFT", "RIGHT"]).nullable(),
  comments: z.object({ totalCount: z.int(), nodes: z.array(Comment) }),
});
type Read = z.output<typeof Thread>;

/** A thread about lines, with its comments from the first on. */
export interface Thread extends Omit<Read, "comments"> {
  /** Those that were read. */
  comments: Written[];
  hasMore: boolean;
  hunk: string;
}

const PageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const Threads = z.object({
  repository: z.object({
    pullRequest: z.object({
      reviewThreads: z.object({ totalCount: z.int(), pageInfo: PageInfo, nodes: z.array(Thread) }),
    }),
  }),
});
const Comments = z.object({
  node: z.object({ comments: z.object({ pageInfo: PageInfo, nodes: z.array(Comment) }) }),
});

/** The threads of a pull request, each with its first comment, and how many others there are. Throws `GitHubFault`. */
export async function listThreads(reading: Reading): Promise<{ threads: Thread[]; beyond: number }> {
  const threads: Thread[] = [];
  let after: string | null = null;
  let total = 0;
  for (let page = 0; page < MAX_PAGES && (page === 0 || reading.mayGoOn()); page++) {
    const asked: Record<string, unknown> = { ...variablesOf(reading), after };
    const answer: z.output<typeof Threads> = await reading.asker.query(THREADS, asked, Threads);
    const { nodes, pageInfo, totalCount } = answer.repository.pullRequest.reviewThreads;
    threads.push(...nodes.map(threadOf));
    total = totalCount;
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage || after === null) {
      return { threads, beyond: 0 };
    }
  }
  return { threads, beyond: Math.max(total - threads.length, 0) };
}

function threadOf({ comments, ...thread }: Read): Thread {
  const { nodes, totalCount } = comments;
  return { ...thread, comments: nodes, hasMore: totalCount > nodes.length, hunk: nodes[0]?.diffHunk ?? "" };
}

/** All comments of a thread, as far as they may be read. Throws `GitHubFault`. */
export async function readThread(reading: Reading, { id }: Pick<Thread, "id">): Promise<Written[]> {
  const written: Written[] = [];
  let after: string | null = null;
  do {
    const answer: z.output<typeof Comments> = await reading.asker.query(COMMENTS, { id, after }, Comments);
    const { comments } = answer.node;
    written.push(...comments.nodes);
    after = comments.pageInfo.hasNextPage ? comments.pageInfo.endCursor : null;
  } while (after !== null && reading.mayGoOn());
  return written;
}

const COMMENT = `${WRITTEN} diffHunk`;
const THREADS = `query($owner: String!, $name: String!, $number: Int!, $after: String) { repository(owner: $owner, name: $name) { pullRequest(number: $number) { reviewThreads(first: ${PAGE_SIZE}, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id isResolved isOutdated path line originalLine diffSide comments(first: 1) { totalCount nodes { ${COMMENT} } } } } } } }`;
const COMMENTS = `query($id: ID!, $after: String) { node(id: $id) { ... on PullRequestReviewThread { comments(first: ${PAGE_SIZE}, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${COMMENT} } } } } }`;
