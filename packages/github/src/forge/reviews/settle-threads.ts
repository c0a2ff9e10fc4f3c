import { hasMark, type SettleWish, type ThreadReply } from "@catalyst/core";
import { z } from "zod";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";
import { openReading } from "../../gather/reading.ts";
import { listThreads, type Thread } from "../../gather/said/read-threads.ts";
import { ensureThreadReplies } from "./ensure-thread-replies.ts";

const RESOLVE = "mutation($threadId: ID!) { resolveReviewThread(input: {threadId: $threadId}) { thread { id } } }";
const Resolved = z.object({ resolveReviewThread: z.object({ thread: z.object({ id: z.string() }) }) });

/** Answers in our open threads that began with the marks, and resolves them. Returns where the answers are. Throws `GitHubFault`. */
export async function settleThreads(step: TokenStep, wish: SettleWish, app: GitHubApp): Promise<string[]> {
  const { number, repo } = wish;
  const { threads } = await listThreads(openReading(step, { number, now: app.now }));
  const found = threads.filter(({ isResolved }) => !isResolved).flatMap((thread) => replyIn(thread, wish));
  if (found.length === 0) {
    return [];
  }
  const urls = await ensureThreadReplies(step, { repo, number, replies: found.map(({ reply }) => reply) }, app);
  for (const { thread } of found) {
    await resolve(step, thread);
  }
  return urls;
}

function replyIn(thread: Thread, { settled }: SettleWish): { thread: Thread; reply: ThreadReply }[] {
  const [first] = thread.comments;
  const wanted = settled.find(({ began }) => first?.viewerDidAuthor === true && hasMark(began, first.body));
  if (first === undefined || wanted === undefined) {
    return [];
  }
  const { mark, body } = wanted.answer;
  // Several threads may have begun with the same words.
  return [{ thread, reply: { comment: first.fullDatabaseId, mark: `${mark}-${first.fullDatabaseId}`, body } }];
}

/** An App may be kept from it, and then the answer says it alone. */
async function resolve({ asker, writer }: TokenStep, { id: threadId }: Thread): Promise<void> {
  await orLeft(() => writer.write({ urgency: "progress" }, () => asker.query(RESOLVE, { threadId }, Resolved)));
}

const LEFT = ["forbidden", "not_found", "refused"];

/** What GitHub doesn't let us do is left as it is. Throws `GitHubFault` for anything else. */
export async function orLeft(change: () => Promise<unknown>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof GitHubFault) || !LEFT.includes(error.problem.kind)) {
      throw error;
    }
  }
}
