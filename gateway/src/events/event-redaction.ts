import type { ExecutionEventBody, SourcedEvent } from "@catalyst/core";
import { redactEvent, type StreamEnds } from "../redaction/redact-events.ts";
import { createSecretFinder } from "../redaction/secret-finder.ts";
import { secretPatterns } from "../redaction/secret-patterns.ts";
import { inPace } from "../workers/pace.ts";

/** Redacts an execution's events in the order of each writer's numbers, whatever is sent again after a failure. */
export interface EventRedaction {
  /** A secret that was known once is looked for until the end, also when its credential is gone. */
  addSecrets(secrets: Iterable<string>): void;
  /** An event that the gateway records itself; it belongs to no stream. */
  redactOwn(body: ExecutionEventBody): ExecutionEventBody;
  /** One batch after the other. */
  redact(events: readonly SourcedEvent[], writer: string): Promise<SourcedEvent[]>;
  /** Tells what was stored: the next batch goes on from there. */
  acknowledge(sourceNumber: number): void;
}

export function createEventRedaction(): EventRedaction {
  const secrets = new Set<string>();
  let finder = createSecretFinder([]);
  /** The ends of the streams after the event with this number, for the acknowledged one and those of the last batch. */
  let endsAfter = new Map<number, StreamEnds>();
  let lastWriter = "";
  return {
    addSecrets(more) {
      const before = secrets.size;
      for (const secret of more) {
        secrets.add(secret);
      }
      finder = secrets.size === before ? finder : createSecretFinder(secretPatterns(secrets));
    },
    redactOwn(body) {
      return redactEvent({ sourceNumber: 1, at: new Date(0), body }, new Map(), finder).event.body;
    },
    async redact(events, writer) {
      endsAfter = writer === lastWriter ? endsAfter : new Map();
      lastWriter = writer;
      const redacted: SourcedEvent[] = [];
      for (const event of events) {
        const ends = endsAfter.get(event.sourceNumber - 1) ?? new Map();
        const result = await inPace(() => redactEvent(event, ends, finder));
        endsAfter.set(event.sourceNumber, result.ends);
        redacted.push(result.event);
      }
      return redacted;
    },
    acknowledge(sourceNumber) {
      const ends = endsAfter.get(sourceNumber);
      endsAfter = ends === undefined ? new Map() : new Map([[sourceNumber, ends]]);
    },
  };
}
