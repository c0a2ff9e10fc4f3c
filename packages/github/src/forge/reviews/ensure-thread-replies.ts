import type { ThreadRepliesWish, ThreadReply } from "@catalyst/core";
import { hasMark, markText } from "@catalyst/core";
import { z } from "zod";
import { findBotId } from "../../client/find-bot-id.ts";
import type { GitHubApp } from "../../client/open-app.ts";
import type { TokenStep } from "../../client/with-token.ts";
import { GitHubFault } from "../../faults/github-fault.ts";

/** 3,000 comments of one pull request, the newest first. */
const MAX_PAGES = 100;
const COMMENTS = "/repos/{owner}/{repo}/pulls/{pull_number}/comments";
/** That a thread is gone is told as the one or the other. */
const GONE: readonly (number | null)[] = [404, 422];

const Comment = z.object({
  id: z.int(),
  html_url: z.url(),
  body: z.string().nullish(),
  user: z.object({ id: z.int() }).nullable(),
});
type Comment = z.infer<typeof Comment>;

/** Finds our answers with their marks, or writes them. Returns where they are. Throws `GitHubFault`. */
export async function ensureThreadReplies(step: TokenStep, wish: ThreadRepliesWish, app: GitHubApp): Promise<string[]> {
  const botId = await findBotId(app, step.asker);
  const at = { owner: step.repository.owner, repo: step.repository.name, pull_number: wish.number };
  const newest = { sort: "created", direction: "desc" } as const;
  const { items } = await step.asker.list(`GET ${COMMENTS}`, { ...at, ...newest, maxPages: MAX_PAGES }, Comment);
  const ours = items.filter(({ user }) => user?.id === botId);
  const urls: string[] = [];
  for (const reply of wish.replies) {
    const found = ours.find(({ body }) => hasMark(reply.mark, body ?? ""));
    const answer = found ?? (await write(step, wish.number, reply));
    urls.push(...(answer === null ? [] : [answer.html_url]));
  }
  return urls;
}

/** null: there is no such thread any more. */
async function write(
  { asker, writer, repository }: TokenStep,
  number: number,
  { comment, mark, body }: ThreadReply,
): Promise<Comment | null> {
  const at = { owner: repository.owner, repo: repository.name, pull_number: number, comment_id: Number(comment) };
  const wish = { ...at, body: markText(mark, body) };
  try {
    return await writer.write({ urgency: "answer" }, () =>
      asker.ask(`POST ${COMMENTS}/{comment_id}/replies`, wish, Comment),
    );
  } catch (error) {
    if (error instanceof GitHubFault && GONE.includes(error.status)) {
      return null;
    }
    throw error;
  }
}
