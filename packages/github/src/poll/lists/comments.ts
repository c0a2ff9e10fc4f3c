import { z } from "zod";
import type { ListedThing } from "../finding.ts";
import { numberAtEnd, type PolledList } from "./polled-list.ts";

/** A text counts as it was written. Who changes it at once mends it; who does so later is heard by a new one. */
const MENDING_MILLISECONDS = 60_000;

const Written = z.object({
  id: z.int().positive(),
  body: z.string().nullish(),
  user: z.unknown().optional(),
  created_at: z.iso.datetime({ offset: true }),
  updated_at: z.iso.datetime({ offset: true }),
});
const Comment = Written.extend({ issue_url: z.string() });
const CodeComment = Written.extend({
  pull_request_url: z.string(),
  in_reply_to_id: z.unknown().optional(),
  pull_request_review_id: z.unknown().optional(),
  path: z.unknown().optional(),
  line: z.unknown().optional(),
  side: z.unknown().optional(),
  diff_hunk: z.unknown().optional(),
});

const NEWEST = { sort: "updated", direction: "desc" } as const;

/** What is written on issues and pull requests. */
export const COMMENTS: PolledList = {
  name: "comments",
  ask: ({ asker, repository: { owner, name: repo } }, wish) =>
    asker.listChanged("GET /repos/{owner}/{repo}/issues/comments", { owner, repo, ...NEWEST, ...wish }, z.unknown()),
  read(item) {
    const found = Comment.safeParse(item).data;
    const number = found === undefined ? null : numberAtEnd(found.issue_url);
    if (found === undefined || number === null) {
      return null;
    }
    const { user, issue_url: _url, ...comment } = found;
    const body = { issue: { number }, comment };
    const told = { guid: `poll:comment:${found.id}`, event: "issue_comment", action: "created", sender: user, body };
    return listed(found, told);
  },
};

/** What is written on lines of pull requests. */
export const CODE_COMMENTS: PolledList = {
  name: "code_comments",
  ask: ({ asker, repository: { owner, name: repo } }, wish) =>
    asker.listChanged("GET /repos/{owner}/{repo}/pulls/comments", { owner, repo, ...NEWEST, ...wish }, z.unknown()),
  read(item) {
    const found = CodeComment.safeParse(item).data;
    const number = found === undefined ? null : numberAtEnd(found.pull_request_url);
    if (found === undefined || number === null) {
      return null;
    }
    const { user, pull_request_url: _url, ...comment } = found;
    const body = { pull_request: { number }, comment };
    const event = "pull_request_review_comment";
    return listed(found, { guid: `poll:rcomment:${found.id}`, event, action: "created", sender: user, body });
  },
};

function listed(written: z.output<typeof Written>, told: NonNullable<ListedThing["told"]>): ListedThing {
  const [createdAt, at] = [new Date(written.created_at), new Date(written.updated_at)];
  const isChanged = at.getTime() - createdAt.getTime() > MENDING_MILLISECONDS;
  return { id: String(written.id), at, told: isChanged ? null : told };
}
