import { z } from "zod";
import type { PolledList } from "./polled-list.ts";

/** What only this list tells of. */
const KINDS: readonly string[] = [
  ...["assigned", "unassigned", "labeled", "unlabeled", "review_requested", "review_request_removed"],
  "closed",
];

const Event = z.object({
  id: z.int().positive(),
  event: z.string(),
  created_at: z.iso.datetime({ offset: true }),
  issue: z
    .object({ number: z.int(), pull_request: z.object({ merged_at: z.unknown().optional() }).nullish() })
    .nullish(),
  actor: z.unknown().optional(),
  assignee: z.unknown().optional(),
  assigner: z.unknown().optional(),
  label: z.unknown().optional(),
  review_requester: z.unknown().optional(),
  requested_reviewer: z.unknown().optional(),
  requested_team: z.object({ id: z.int() }).nullish(),
  intent: z.unknown().optional(),
});

/** What happened to issues and pull requests. */
export const EVENTS: PolledList = {
  name: "events",
  ask: ({ asker, repository: { owner, name: repo } }, wish) =>
    asker.listChanged("GET /repos/{owner}/{repo}/issues/events", { owner, repo, ...wish }, z.unknown()),
  read(item) {
    const event = Event.safeParse(item).data;
    if (event === undefined) {
      return null;
    }
    const { id, assigner, review_requester, actor } = event;
    const body = { issue_event: event };
    const sender = assigner ?? review_requester ?? actor;
    const told = { guid: `poll:event:${id}`, event: "issue_event", action: "found", sender, body };
    return { id: String(id), at: new Date(event.created_at), told: KINDS.includes(event.event) ? told : null };
  },
};
