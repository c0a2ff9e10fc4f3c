import { SourcedEvent } from "@catalyst/core";
import { z } from "zod";
import { Refusal } from "../http/refusal.ts";

/** What an environment may say of itself. Usage, refusals and provider errors are the gateway's own observations. */
const RUNNER_TYPES: ReadonlySet<string> = new Set([
  "message",
  "tool_call",
  "tool_result",
  "log",
  "agent_usage",
  "session",
  "checkpoint",
  "plan",
  "hook",
  "agent_ended",
]);

const MAX_AGE_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;
const MAX_AHEAD_MILLISECONDS = 5 * 60 * 1000;

/** Reads a posted batch. Refuses malformed ones, and events that only the gateway or the worker may record. */
export function readEvents(body: unknown, options: { maxEvents: number; now: Date }): SourcedEvent[] {
  const Batch = z.object({ events: z.array(SourcedEvent).min(1).max(options.maxEvents) });
  const parsed = Batch.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Refusal("invalid_request", `The events were not accepted: ${issue?.path.join(".")} ${issue?.message}`);
  }
  const { events } = parsed.data;
  const foreign = events.find(({ body: { type } }) => !RUNNER_TYPES.has(type));
  if (foreign !== undefined) {
    throw new Refusal("forbidden", `Events of type "${foreign.body.type}" are not the environment's to send.`, {
      blockedAction: `event of type ${foreign.body.type}`,
    });
  }
  return events.map((event) => ({ ...event, at: plausibleTime(event.at, options.now) }));
}

/** The environment's clock is its own; a time that can't be is replaced by ours. */
function plausibleTime(at: Date, now: Date): Date {
  const ahead = at.getTime() - now.getTime();
  return ahead > MAX_AHEAD_MILLISECONDS || ahead < -MAX_AGE_MILLISECONDS ? now : at;
}
