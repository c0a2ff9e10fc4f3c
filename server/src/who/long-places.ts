import { type Actor, personOf } from "@catalyst/core";
import type { ServerLimits } from "../server-limits.ts";

/** How many requests may be answered over a long time, as streams are: in all, and for one person, so that nobody has them all. The machine's owner may. */
export interface LongPlaces {
  /** Gives the place back when it is called; null: there is none. */
  take(actor: Actor): (() => void) | null;
}

export function createLongPlaces({
  maxStreams,
  maxStreamsOfOne,
}: Pick<ServerLimits, "maxStreams" | "maxStreamsOfOne">): LongPlaces {
  const taken = new Map<string, number>();
  let count = 0;
  const add = (person: string, change: 1 | -1) => {
    const now = (taken.get(person) ?? 0) + change;
    count += change;
    if (now === 0) {
      taken.delete(person);
    } else {
      taken.set(person, now);
    }
  };
  return {
    take(actor) {
      const person = personOf(actor) ?? "";
      const isFull = actor.kind !== "machine_owner" && (taken.get(person) ?? 0) >= maxStreamsOfOne;
      if (count >= maxStreams || isFull) {
        return null;
      }
      add(person, 1);
      return () => add(person, -1);
    },
  };
}
