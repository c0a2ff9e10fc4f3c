import type { ExecutionEventBody, SourcedEvent } from "@catalyst/core";
import { fitEvent, replaceEvent } from "./fit-event.ts";

const BATCH_EVENTS = 200;
const BATCH_CHARACTERS = 512 * 1024;
const MAX_MERGED_CHARACTERS = 16 * 1024;

/** Events that aren't acknowledged yet, numbered without gaps. */
export interface WaitingEvents {
  /** Takes an event; lines of one stream that nobody has seen yet become one event. */
  add(body: ExecutionEventBody): void;
  /** What to send next: as much as one request should hold, at most `maxEvents`. These don't change any more. */
  takeBatch(maxEvents?: number): SourcedEvent[];
  /** Forgets events up to the number. False when there was none. */
  acknowledge(number: number): boolean;
  /** Puts a note in the first event's place, as it is refused. False when that is such a note already. */
  replaceFirst(reason: string): boolean;
  count(): number;
  /** How much memory waits, about. */
  characters(): number;
}

interface Waiting {
  event: SourcedEvent;
  characters: number;
  isReplaced: boolean;
}

export function createWaitingEvents(now: () => Date): WaitingEvents {
  const waiting: Waiting[] = [];
  let nextNumber = 1;
  let lastTaken = 0;
  let total = 0;
  const forget = (count: number) => {
    for (const { characters } of waiting.splice(0, count)) {
      total -= characters;
    }
  };
  return {
    add(body) {
      const last = waiting.at(-1);
      const merged = last && last.event.sourceNumber > lastTaken ? mergeLogs(last.event.body, body) : null;
      if (last !== undefined && merged !== null) {
        last.event.body = merged.body;
        last.characters += merged.addedCharacters;
        total += merged.addedCharacters;
        return;
      }
      const event = { sourceNumber: nextNumber++, at: now(), body: fitEvent(body) };
      const characters = JSON.stringify(event).length;
      waiting.push({ event, characters, isReplaced: false });
      total += characters;
    },
    takeBatch(maxEvents = BATCH_EVENTS) {
      const batch = fitBatch(waiting.slice(0, maxEvents));
      lastTaken = Math.max(lastTaken, batch.at(-1)?.sourceNumber ?? 0);
      return batch;
    },
    acknowledge(number) {
      const count = waiting.findLastIndex(({ event }) => event.sourceNumber <= number) + 1;
      forget(count);
      return count > 0;
    },
    replaceFirst(reason) {
      const first = waiting[0];
      if (first === undefined || first.isReplaced) {
        return false;
      }
      first.event.body = replaceEvent(first.event.body, reason);
      first.isReplaced = true;
      return true;
    },
    count: () => waiting.length,
    characters: () => total,
  };
}

/** A chatty agent must not make a row of each line. */
function mergeLogs(
  last: ExecutionEventBody,
  next: ExecutionEventBody,
): { body: ExecutionEventBody; addedCharacters: number } | null {
  if (last.type !== "log" || next.type !== "log" || last.stream !== next.stream || last.stream === "system") {
    return null;
  }
  const body = { ...last, text: `${last.text}\n${next.text}` };
  const addedCharacters = JSON.stringify(next.text).length;
  return body.text.length <= MAX_MERGED_CHARACTERS ? { body, addedCharacters } : null;
}

function fitBatch(waiting: Waiting[]): SourcedEvent[] {
  let characters = 0;
  const end = waiting.findIndex((one) => {
    characters += one.characters;
    return characters > BATCH_CHARACTERS;
  });
  const count = end === -1 ? waiting.length : Math.max(end, 1);
  return waiting.slice(0, count).map(({ event }) => event);
}
