import type { Done } from "../once/do-once.ts";
import { type Held, type HeldAskers, type LongRequest, TOO_MANY } from "../who/hold-askers.ts";
import { type Asker, NOBODY } from "../who/who-asks.ts";
import type { Waiting } from "./handler.ts";

/** Who is known to ask. */
export interface KnownAsker {
  asker: Asker;
  /** For an answer that takes long; null: there are too many. */
  hold(): Held | null;
  /** Who asks by now; null: nobody. */
  askAgain(): Promise<Asker | null>;
}

export function knownAsker(long: LongRequest, held: HeldAskers): KnownAsker {
  return { asker: long.asker, hold: () => held.hold(long), askAgain: () => long.whoAsks(long.request) };
}

interface Patience {
  /** What the client knows: its header `If-None-Match`. */
  known: string | undefined;
  /** How long it waits. */
  seconds: number;
}

/**
 * Has work wait for what the client doesn't know. When the right to ask is in doubt meanwhile, it is asked anew who asks, and they are
 * answered with what they then see.
 */
export async function answerLater<Answer>(
  { known, seconds }: Patience,
  { asker, hold, askAgain }: KnownAsker,
  work: (asker: Asker, waiting: Waiting | null) => Promise<Answer>,
): Promise<Done<Answer>> {
  const held = hold();
  if (held === null) {
    return { refusal: TOO_MANY };
  }
  try {
    const signal = AbortSignal.any([held.signal, AbortSignal.timeout(seconds * 1000)]);
    const answer = await work(asker, { known, signal });
    if (!held.isRightInDoubt()) {
      return { answer, isReplayed: false };
    }
    const present = await askAgain();
    return present === null ? { refusal: NOBODY } : { answer: await work(present, null), isReplayed: false };
  } finally {
    held.release();
  }
}
