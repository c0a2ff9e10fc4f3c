import { z } from "zod";
import type { ListedThing } from "../finding.ts";
import type { PolledList } from "./polled-list.ts";

/** Since when a pull request is to be looked at: what tells of it names its newest commit. */
const OF_PULLS: readonly string[] = ["ready_for_review", "reopened"];
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
    return OF_PULLS.includes(event.event) && event.issue?.pull_request != null
      ? pullThing(event, event.issue.number)
      : eventThing(event);
  },
};

type EventData = z.output<typeof Event>;

function eventThing(event: EventData): ListedThing {
  const { id, assigner, review_requester, actor } = event;
  const body = { issue_event: event };
  const sender = assigner ?? review_requester ?? actor;
  const told = { guid: `poll:event:${id}`, event: "issue_event", action: "found", sender, body };
  return { id: String(id), at: new Date(event.created_at), told: KINDS.includes(event.event) ? told : null };
}

function pullThing({ id, event: action, actor, created_at }: EventData, number: number): ListedThing {
  const body = { pull_request: { number, created_at, updated_at: created_at } };
  const told = { guid: `poll:event:${id}`, event: "pull_request", action, sender: actor, body };
  return { id: String(id), at: new Date(created_at), told, headOf: number };
}
