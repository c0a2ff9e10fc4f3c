import { z } from "zod";
import type { SignalAccount, SignalBody, SignalKind } from "../signal.ts";
import { ForgeAccountData, ForgeId, ForgeName, ForgeNumber, ForgeTime } from "./forge-data.ts";
import type { Rules } from "./rule.ts";

/** What the forge's own list tells of issues and pull requests. */
export type ForgeEvent = Extract<SignalBody, { eventId: string | null } | { kind: "closed" }> & {
  eventId: string;
  /** null: the list is of one issue. */
  number: number | null;
  /** Who did it; null: they are gone. */
  actor: SignalAccount | null;
  at: Date;
  /** An agent did it in the actor's name. */
  isByAgent: boolean;
};

const EventData = z.object({
  id: ForgeId,
  event: z.string().max(100),
  created_at: ForgeTime,
  actor: ForgeAccountData.nullish(),
  issue: z
    .object({ number: ForgeNumber, pull_request: z.object({ merged_at: z.string().nullish() }).nullish() })
    .nullish(),
  assignee: ForgeAccountData.nullish(),
  assigner: ForgeAccountData.nullish(),
  label: z.object({ name: ForgeName }).nullish(),
  review_requester: ForgeAccountData.nullish(),
  requested_reviewer: ForgeAccountData.nullish(),
  requested_team: z.object({ id: ForgeId }).nullish(),
  intent: z.unknown().optional(),
});
type EventData = z.output<typeof EventData>;

/** One of the forge's list of events; null: it isn't of a kind that there are rules for, or can't be read. */
export function readForgeEvent(item: unknown): ForgeEvent | null {
  const parsed = EventData.safeParse(item);
  const body = parsed.success ? readBody(parsed.data) : null;
  if (!parsed.success || body === null) {
    return null;
  }
  const { id, issue, created_at, intent } = parsed.data;
  return {
    ...body,
    ...{ eventId: id, number: issue?.number ?? null },
    ...{ actor: actorOf(parsed.data) ?? null, at: created_at, isByAgent: intent != null },
  };
}

const Found = z.object({ issue_event: z.unknown() });

/** What only the forge's list tells of, as it was found there. One that an agent did in somebody's name is none. */
export const FOUND_EVENT_RULES: Rules = {
  found: (payload) => {
    const event = readForgeEvent(Found.safeParse(payload).data?.issue_event);
    if (event === null || event.number === null || event.isByAgent) {
      return null;
    }
    const { actor: _actor, isByAgent: _isByAgent, number, ...body } = event;
    return { ...body, number };
  },
};

/** `actor` of an assignment was the assignee once: who did it has a name of its own where there is one. */
function actorOf({ actor, assigner, review_requester }: EventData) {
  return assigner ?? review_requester ?? actor;
}

function readBody(data: EventData): Extract<SignalBody, { eventId: string | null } | { kind: "closed" }> | null {
  const eventId = data.id;
  switch (data.event as SignalKind) {
    case "assigned":
    case "unassigned":
      return { kind: data.event as "assigned", account: data.assignee ?? null, eventId };
    case "labeled":
    case "unlabeled":
      return data.label == null ? null : { kind: data.event as "labeled", label: data.label.name, eventId };
    case "review_requested":
    case "review_request_removed":
      return readRequest(data);
    case "closed":
      return { kind: "closed", isMerged: data.issue?.pull_request?.merged_at != null };
    default:
      return null;
  }
}

function readRequest({ id, event, requested_reviewer: account, requested_team: team }: EventData) {
  const of = { kind: event as "review_requested", eventId: id };
  if (account != null) {
    return { ...of, reviewer: { kind: "account" as const, account } };
  }
  return team == null ? null : { ...of, reviewer: { kind: "team" as const, id: team.id } };
}
