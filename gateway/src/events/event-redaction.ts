import type { ExecutionEventBody, SourcedEvent } from "@catalyst/core";
import { redactEvent, type StreamEnds } from "../redaction/redact-events.ts";
import { secretPatterns } from "../redaction/secret-patterns.ts";

/** Redacts an execution's events in the order of each writer's numbers, whatever is sent again after a failure. */
export interface EventRedaction {
  /** A secret that was known once is looked for until the end, also when its credential is gone. */
  addSecrets(secrets: Iterable<string>): void;
  /** An event that the gateway records itself; it belongs to no stream. */
  redactOwn(body: ExecutionEventBody): ExecutionEventBody;
  redact(events: readonly SourcedEvent[], writer: string): SourcedEvent[];
  /** Tells what was stored: the next batch goes on from there. */
  acknowledge(sourceNumber: number): void;
}

export function createEventRedaction(): EventRedaction {
  const secrets = new Set<string>();
  let patterns: string[] = [];
  /** The ends of the streams after the event with this number, for the acknowledged one and those of the last batch. */
  let endsAfter = new Map<number, StreamEnds>();
  let lastWriter = "";
  return {
    addSecrets(more) {
      const before = secrets.size;
      for (const secret of more) {
        secrets.add(secret);
      }
      patterns = secrets.size === before ? patterns : secretPatterns(secrets);
    },
    redactOwn(body) {
      return redactEvent({ sourceNumber: 1, at: new Date(0), body }, new Map(), patterns).event.body;
    },
    redact(events, writer) {
      endsAfter = writer === lastWriter ? endsAfter : new Map();
      lastWriter = writer;
      return events.map((event) => {
        const ends = endsAfter.get(event.sourceNumber - 1) ?? new Map();
        const result = redactEvent(event, ends, patterns);
        endsAfter.set(event.sourceNumber, result.ends);
        return result.event;
      });
    },
    acknowledge(sourceNumber) {
      const ends = endsAfter.get(sourceNumber);
      endsAfter = ends === undefined ? new Map() : new Map([[sourceNumber, ends]]);
    },
  };
}
