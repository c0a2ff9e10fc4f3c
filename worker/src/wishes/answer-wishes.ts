import { CatalystError, type WorkerAnswer, type WorkerWish, type WorkerWishStore } from "@catalyst/core";
import type { Logger } from "pino";
import { isOutage } from "../is-outage.ts";
import { createLook } from "../look.ts";

/** An installation that takes minutes doesn't hold up who asked for something else. */
const CONCURRENT_WISHES = 3;

export interface WishDeps {
  wishes: Pick<WorkerWishStore, "answerNext" | "watch">;
  answer(wish: WorkerWish): Promise<WorkerAnswer>;
  log: Logger;
  signal: AbortSignal;
}

/** Answers what workers are asked for from now until the signal. Returns a promise of the end of what is being answered then. */
export async function answerWishes(deps: WishDeps): Promise<() => Promise<void>> {
  const looks = Array.from({ length: CONCURRENT_WISHES }, () => createLook(() => answerAll(deps)));
  const lookAll = () => {
    for (const { look } of looks) {
      look();
    }
  };
  const stopWatching = await deps.wishes.watch(lookAll);
  lookAll();
  return async () => {
    stopWatching();
    await Promise.all(looks.map(({ whenDone }) => whenDone()));
  };
}

/** While the database is away, or when this worker stops, a wish stays open. */
async function answerAll({ wishes, answer, log, signal }: WishDeps): Promise<void> {
  try {
    while (!signal.aborted && (await wishes.answerNext((wish) => answerOne(wish, { answer, log })))) {}
  } catch (error) {
    log.warn({ error }, "wish not answered");
  }
}

async function answerOne(wish: WorkerWish, { answer, log }: Pick<WishDeps, "answer" | "log">): Promise<WorkerAnswer> {
  try {
    return await answer(wish);
  } catch (error) {
    if (isOutage(error)) {
      throw error;
    }
    log.error({ wish: wish.kind, error }, "wish failed");
    return error instanceof CatalystError
      ? { kind: "failed", code: error.code, message: error.message }
      : {
          kind: "failed",
          code: "unavailable",
          message: "The worker failed to do what it was asked for. Its log says more: catalyst doctor",
        };
  }
}
