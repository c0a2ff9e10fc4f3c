import type { ForgeEvent } from "../signal/read/event-rules.ts";
import type { Signal, SignalOf } from "../signal/signal.ts";
import { targetOf } from "./trigger-key.ts";

/** So far what a request and the list say of the time of one thing may be apart. */
export const SAME_EVENT_SECONDS = 10;

/** A signal of which the forge keeps an event. */
export type EventSignal = Extract<Signal, { eventId: string | null }>;

/** Whether the forge's list has yet to say which event it was. */
export function needsEvent(signal: Signal): signal is EventSignal {
  return "eventId" in signal && signal.eventId === null;
}

/** The signal as the forge's list tells it: by its event's number, and by who did it. null: the list hasn't got it. */
export function findEvent(
  signal: EventSignal,
  events: readonly ForgeEvent[],
): { signal: Signal; isByAgent: boolean } | null {
  const same = events
    .map((event) => ({ event, told: signalOfEvent(event, signal) }))
    .filter(({ told }) => told !== null && isSame(signal, told))
    .sort((one, other) => distance(signal, one.event) - distance(signal, other.event) || compareAge(one, other))[0];
  return same?.told == null ? null : { signal: same.told, isByAgent: same.event.isByAgent };
}

/** What an event of the list says happened; null: nobody is known who did it. */
export function signalOfEvent(
  { isByAgent: _isByAgent, number, actor, ...event }: ForgeEvent,
  of: Pick<Signal, "repository" | "number">,
): Signal | null {
  return actor === null
    ? null
    : ({ ...event, actor, repository: of.repository, number: number ?? of.number } as SignalOf<"assigned">);
}

function isSame(signal: EventSignal, told: Signal): boolean {
  const target = targetOf(signal);
  return (
    told.kind === signal.kind &&
    told.number === signal.number &&
    (target === null || target === targetOf(told)) &&
    distance(signal, told) <= SAME_EVENT_SECONDS * 1000
  );
}

/** The newest first: forges tell times in seconds, and what is told was done just now. */
function compareAge(one: { event: ForgeEvent }, other: { event: ForgeEvent }): number {
  return Number(other.event.eventId) - Number(one.event.eventId);
}

function distance(one: { at: Date }, other: { at: Date }): number {
  return Math.abs(one.at.getTime() - other.at.getTime());
}
