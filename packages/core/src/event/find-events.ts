import type { EventStore } from "./event.ts";
import { checkExecution, type EventsOfDeps, type EventsOfInput } from "./list-events.ts";

/** How much of a log one request looks through: a few hundred milliseconds of the database. */
const LOOKED_EVENTS = 25_000;
const MOST_FOUND = 500;

export interface FindEventsInput extends EventsOfInput {
  /** What stands somewhere in it, in capitals or not. */
  text: string;
  /** Of these types alone; absent: of any. */
  types?: readonly string[] | undefined;
  afterNumber: number;
}

export interface FoundEvents {
  /** Of the events in which it stands, in order. */
  numbers: number[];
  /** From where there is more to be looked at; null: that was all. */
  nextAfter: number | null;
}

/** The events of a piece of an execution's log in which a text stands. Throws `not_found`. */
export async function findEvents(
  { actor, executionId, text, types, afterNumber }: FindEventsInput,
  deps: EventsOfDeps & { events: Pick<EventStore, "find"> },
): Promise<FoundEvents> {
  await checkExecution({ actor, executionId }, deps);
  const piece = { executionId, text, types, afterNumber, upToNumber: afterNumber + LOOKED_EVENTS, limit: MOST_FOUND };
  const { numbers, lastNumber } = await deps.events.find(piece);
  // A full page ends before its piece does: it goes on after the last that was found.
  const looked = numbers.length < MOST_FOUND ? piece.upToNumber : (numbers.at(-1) ?? piece.upToNumber);
  return { numbers, nextAfter: looked < lastNumber ? looked : null };
}
