import type { ExecutionEventBody, SourcedEvent, StoredEventBody } from "./event.ts";

/** How much an execution's log holds. */
export interface LogSize {
  events: number;
  bytes: number;
}

/** What everything in an execution may write into its log before only its course is still told. */
export const MAX_LOG_SIZE: LogSize = { events: 1_000_000, bytes: 512 * 2 ** 20 };
/** A runner that makes up its own course fills no more than this part beyond it. */
const RESERVE = 0.1;
/** A row in the database, beside its texts. */
const EVENT_BYTES = 100;

/** What tells the course of an execution, and what it cost. */
export const COURSE_EVENTS: ReadonlySet<ExecutionEventBody["type"]> = new Set([
  "agent_ended",
  "session",
  "plan",
  "hook",
  "checkpoint",
  "collected",
  "status",
  "user_message",
  "usage",
  "budget",
  "blocked_more",
]);

/** Who can write how much: the trusted side's word of the course is never left out. */
export interface LogLimit {
  max: LogSize;
  isTrusted: boolean;
}

/**
 * The events as the log has room for them, beside what it holds. Those that it has no room for are counted by one event in
 * their place, which has the number of the last of them.
 */
export function fitLog(events: readonly SourcedEvent[], held: LogSize, limit: LogLimit): SourcedEvent[] {
  const fitted: SourcedEvent[] = [];
  const size = { ...held };
  for (const event of events) {
    const bytes = sizeOfEvent(event.body);
    if (hasRoom(event.body, size, limit)) {
      size.events += 1;
      size.bytes += bytes;
      fitted.push(event);
    } else {
      const omitted = { ...event, body: { type: "left_out" as const, events: 1, bytes } };
      const merged = joinOmitted(fitted.at(-1), omitted);
      fitted.splice(merged === null ? fitted.length : -1, 1, merged ?? omitted);
    }
  }
  return fitted;
}

/** One event for two that count what was left out; null when they aren't such ones. */
export function joinOmitted(first: { body: StoredEventBody } | undefined, second: SourcedEvent): SourcedEvent | null {
  if (first?.body.type !== "left_out" || second.body.type !== "left_out") {
    return null;
  }
  const { body } = second;
  return {
    ...second,
    body: { ...body, events: first.body.events + body.events, bytes: first.body.bytes + body.bytes },
  };
}

/** About what an event takes in the log. */
export function sizeOfEvent(body: StoredEventBody): number {
  const texts = Object.values(body).filter((value) => typeof value === "string");
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), EVENT_BYTES);
}

function hasRoom(body: ExecutionEventBody, held: LogSize, { max, isTrusted }: LogLimit): boolean {
  const isCourse = COURSE_EVENTS.has(body.type);
  if (isCourse && isTrusted) {
    return true;
  }
  const share = isCourse ? 1 + RESERVE : 1;
  return held.events < max.events * share && held.bytes < max.bytes * share;
}
