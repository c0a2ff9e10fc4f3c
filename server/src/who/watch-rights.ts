import { personOf, type Right, type RightFeed } from "@catalyst/core";
import type { Asker } from "./who-asks.ts";

/** What is done for long by a right, and is to end with it. */
export interface RightWatch {
  /** How many ends were told: to be looked at before it is asked who asks. */
  count(): number;
  /** Aborts once the asker is to ask anew. `since`: what may have ended after that count ends it at once. */
  hold(asker: Asker, since: number): { signal: AbortSignal; release(): void };
  close(): void;
}

export async function watchRights(feed: Pick<RightFeed, "watch">): Promise<RightWatch> {
  const held = new Set<{ names: string[]; end: AbortController }>();
  let count = 0;
  const stop = await feed.watch((ended) => {
    count += 1;
    for (const { names, end } of held) {
      if (ended === null || names.includes(nameOf(ended))) {
        end.abort();
      }
    }
  });
  return {
    count: () => count,
    hold(asker, since) {
      const entry = { names: namesOf(asker), end: new AbortController() };
      held.add(entry);
      if (count !== since) {
        entry.end.abort();
      }
      return { signal: entry.end.signal, release: () => void held.delete(entry) };
    },
    close: stop,
  };
}

function namesOf({ actor, right }: Asker): string[] {
  const person = personOf(actor);
  const rights: Right[] = [
    ...(right === null ? [] : [{ kind: right.kind, id: right.id }]),
    ...(person === null ? [] : [{ kind: "person", id: person } as const]),
  ];
  return rights.map(nameOf);
}

function nameOf({ kind, id }: Right): string {
  return `${kind}:${id}`;
}
