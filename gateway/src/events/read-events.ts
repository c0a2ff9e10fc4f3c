import { type ExecutionEventBody, SourcedEvent, type StageKind } from "@catalyst/core";
import { z } from "zod";
import { Refusal } from "../http/refusal.ts";

type EventType = ExecutionEventBody["type"];

const OF_HOOKS: ReadonlySet<EventType> = new Set(["log", "hook"]);
const OF_AGENTS: ReadonlySet<EventType> = new Set([
  ...(["message", "tool_call", "tool_result", "log", "agent_usage"] as const),
  ...(["session", "checkpoint", "collected", "plan", "agent_ended"] as const),
]);

/**
 * What a stage may say of itself: a hook's verdict is no word of a stage in which an agent runs. Usage, refusals and provider
 * errors are the gateway's own observations.
 */
const TYPES_OF_STAGES: Record<StageKind, ReadonlySet<EventType>> = {
  setup: OF_HOOKS,
  prepare: OF_HOOKS,
  agent: OF_AGENTS,
  verify: OF_HOOKS,
};

const MAX_AGE_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;
const MAX_AHEAD_MILLISECONDS = 5 * 60 * 1000;

export interface Reading {
  /** Whose word they are. */
  stage: StageKind;
  maxEvents: number;
  now: Date;
}

/** Reads a posted batch. Refuses malformed ones, and events that are not this stage's to tell. */
export function readEvents(body: unknown, { stage, maxEvents, now }: Reading): SourcedEvent[] {
  const Batch = z.object({ events: z.array(SourcedEvent).min(1).max(maxEvents) });
  const parsed = Batch.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Refusal("invalid_request", `The events were not accepted: ${issue?.path.join(".")} ${issue?.message}`);
  }
  const { events } = parsed.data;
  const foreign = events.find(({ body: { type } }) => !TYPES_OF_STAGES[stage].has(type));
  if (foreign !== undefined) {
    throw new Refusal("forbidden", `Events of type "${foreign.body.type}" are not to be sent by the stage ${stage}.`, {
      blockedAction: `event of type ${foreign.body.type}`,
    });
  }
  return events.map((event) => ({ ...event, at: plausibleTime(event.at, now) }));
}

/** The environment's clock is its own; a time that can't be is replaced by ours. */
function plausibleTime(at: Date, now: Date): Date {
  const ahead = at.getTime() - now.getTime();
  return ahead > MAX_AHEAD_MILLISECONDS || ahead < -MAX_AGE_MILLISECONDS ? now : at;
}
