import { findEvent, needsEvent } from "../key/find-event.ts";
import type { Signal } from "../signal/signal.ts";
import type { ForgeReader } from "./forge-reader.ts";

/** How long the forge's list is waited for, between one look and the next. */
const LAG_MILLISECONDS = [0, 2_000, 8_000];

export interface ConfirmDeps {
  reader: Pick<ForgeReader, "listEvents">;
  wait: (milliseconds: number) => Promise<void>;
}

export type Confirmed =
  | { kind: "confirmed"; signal: Signal }
  /** An agent did it in somebody's name. */
  | { kind: "agent" }
  /** The forge says that somebody else did it. */
  | { kind: "disagrees" };

/**
 * The signal as the forge's own list of events tells it, which names who did it for sure. One that the list still hasn't got
 * after a while stays as it is.
 */
export async function confirmSignal(signal: Signal, { reader, wait }: ConfirmDeps): Promise<Confirmed> {
  if (!needsEvent(signal)) {
    return { kind: "confirmed", signal };
  }
  for (const milliseconds of LAG_MILLISECONDS) {
    await wait(milliseconds);
    const found = findEvent(signal, await reader.listEvents(signal.number));
    if (found !== null) {
      return judge(signal, found);
    }
  }
  return { kind: "confirmed", signal };
}

/** The list knows labels by the names that they have by now. */
function judge(signal: Signal, found: { signal: Signal; isByAgent: boolean }): Confirmed {
  if (found.isByAgent) {
    return { kind: "agent" };
  }
  return found.signal.actor.id === signal.actor.id
    ? {
        kind: "confirmed",
        signal: { ...found.signal, ...("firstName" in signal ? { firstName: signal.firstName } : {}) },
      }
    : { kind: "disagrees" };
}
