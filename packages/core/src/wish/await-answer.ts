import type { Actor } from "../account/actor.ts";
import type { StoredWish, WishStore } from "./wish-store.ts";

export interface AwaitAnswerDeps<Wish, Answer> {
  wishes: Pick<WishStore<Wish, Answer>, "ask" | "find" | "withdraw">;
  /** How long somebody may take to begin. */
  takeSeconds: number;
  /** How long the answer may take from then on. */
  timeoutSeconds: number;
  now(): Date;
  /** Lets some time pass, or something happen; may throw when there is no hope. */
  pause(): Promise<void>;
}

/** What came of waiting. `not_taken`: nobody began with it in time, and nobody will. `late`: somebody is at it still. */
export type Awaited<Answer> = { kind: "answered"; answer: Answer } | { kind: "not_taken" } | { kind: "late" };

/** Asks, and waits for the answer. */
export async function awaitAnswer<Wish, Answer>(
  asked: { wish: Wish; actor: Actor | null },
  deps: AwaitAnswerDeps<Wish, Answer>,
): Promise<Awaited<Answer>> {
  const begun = await awaitBegin(asked, deps);
  if (begun === null) {
    return { kind: "not_taken" };
  }
  const until = { isEnough: ({ answer }: StoredWish<Wish, Answer>) => answer !== null, seconds: deps.timeoutSeconds };
  const found = await lookUntil(begun.id, until, deps);
  return found?.answer == null ? { kind: "late" } : { kind: "answered", answer: found.answer };
}

/** Asks, and waits until somebody has begun; null: nobody did in time, and the wish is taken back. */
export async function awaitBegin<Wish, Answer>(
  asked: { wish: Wish; actor: Actor | null },
  deps: AwaitAnswerDeps<Wish, Answer>,
): Promise<StoredWish<Wish, Answer> | null> {
  const { wishes, takeSeconds, timeoutSeconds } = deps;
  const id = await wishes.ask({ ...asked, lifetimeSeconds: takeSeconds + timeoutSeconds });
  const hasBegun = ({ takenAt, answer }: StoredWish<Wish, Answer>) => takenAt !== null || answer !== null;
  const found = await lookUntil(id, { isEnough: hasBegun, seconds: takeSeconds }, deps);
  if (found !== null && hasBegun(found)) {
    return found;
  }
  // Whoever began just now goes on with it.
  return (await wishes.withdraw(id)) ? null : wishes.find(id);
}

async function lookUntil<Wish, Answer>(
  id: string,
  { isEnough, seconds }: { isEnough: (found: StoredWish<Wish, Answer>) => boolean; seconds: number },
  { wishes, now, pause }: AwaitAnswerDeps<Wish, Answer>,
): Promise<StoredWish<Wish, Answer> | null> {
  const deadline = now().getTime() + seconds * 1000;
  for (;;) {
    // What happens while it is looked for is heard.
    const news = pause();
    news.catch(() => undefined);
    const found = await wishes.find(id);
    if (found === null || isEnough(found) || now().getTime() > deadline) {
      return found;
    }
    await news;
  }
}
