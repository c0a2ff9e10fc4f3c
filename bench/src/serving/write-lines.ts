import { setTimeout as wait } from "node:timers/promises";
import type { EventStore, SourcedEvent } from "@catalyst/core";

const EVERY_MILLISECONDS = 10;

export interface Lines {
  executionId: string;
  /** Of its lines no other writer's are. */
  writer: string;
  perSecond: number;
  seconds: number;
}

/** Stores lines as a gateway does, those of some milliseconds at once; each says when it was given to the store. Returns how many. */
export async function writeLines(
  { executionId, writer, perSecond, seconds }: Lines,
  events: Pick<EventStore, "append">,
): Promise<number> {
  const total = perSecond * seconds;
  const start = performance.now();
  let written = 0;
  while (written < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * perSecond) / 1000));
    if (due > written) {
      const at = new Date();
      const body = { type: "log", stream: "stdout", text: `t${at.getTime()}` } as const;
      const lines = Array.from(
        { length: due - written },
        (_, index): SourcedEvent => ({ sourceNumber: written + index + 1, at, body }),
      );
      await events.append({ executionId, writer, events: lines });
      written = due;
    }
    await wait(EVERY_MILLISECONDS);
  }
  return total;
}
