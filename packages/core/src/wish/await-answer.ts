import type { WishStore } from "./wish-store.ts";

export interface AwaitAnswerDeps<Wish, Answer> {
  wishes: Pick<WishStore<Wish, Answer>, "ask" | "findAnswer">;
  timeoutSeconds: number;
  now(): Date;
  /** Lets some time pass between two looks for the answer; may throw when there is no hope. */
  pause(): Promise<void>;
}

/** Asks, and waits for the answer; null: there was none in time, and the wish goes on waiting. */
export async function awaitAnswer<Wish, Answer>(
  wish: Wish,
  { wishes, timeoutSeconds, now, pause }: AwaitAnswerDeps<Wish, Answer>,
): Promise<Answer | null> {
  const id = await wishes.ask(wish);
  const deadline = now().getTime() + timeoutSeconds * 1000;
  for (;;) {
    const answer = await wishes.findAnswer(id);
    if (answer !== null || now().getTime() > deadline) {
      return answer;
    }
    await pause();
  }
}
