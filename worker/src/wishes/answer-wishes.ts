import {
  CatalystError,
  LASTING_WISHES,
  SIGN_IN_WISHES,
  type TellProgress,
  WORKING_WISHES,
  type WorkerAnswer,
  type WorkerWish,
  type WorkerWishStore,
} from "@catalyst/core";
import type { Logger } from "pino";
import { isOutage } from "../is-outage.ts";
import { createLook } from "../look.ts";

/**
 * An installation that takes minutes doesn't hold up who asks what there is, and who waits for a person holds up neither. Each lane that
 * is at something holds a connection to the database, of which a process has few.
 */
const LANES = [
  { only: WORKING_WISHES },
  { only: WORKING_WISHES },
  { only: SIGN_IN_WISHES },
  { except: LASTING_WISHES },
  { except: LASTING_WISHES },
];
const MAX_ANSWER_CHARACTERS = 1024 * 1024;

export interface WishDeps {
  wishes: Pick<WorkerWishStore, "answerNext" | "watch">;
  answer(wish: WorkerWish, tell: TellProgress): Promise<WorkerAnswer>;
  log: Logger;
  signal: AbortSignal;
}

/** Answers what workers are asked for from now until the signal. Returns a promise of the end of what is being answered then. */
export async function answerWishes(deps: WishDeps): Promise<() => Promise<void>> {
  const looks = LANES.map((kinds) => createLook(() => answerAll(deps, kinds)));
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
async function answerAll(deps: WishDeps, kinds: (typeof LANES)[number]): Promise<void> {
  const { wishes, log, signal } = deps;
  try {
    while (!signal.aborted && (await wishes.answerNext((wish, tell) => answerOne(wish, tell, deps), kinds))) {}
  } catch (error) {
    log.warn({ error }, "wish not answered");
  }
}

async function answerOne(wish: WorkerWish, tell: TellProgress, { answer, log }: WishDeps): Promise<WorkerAnswer> {
  try {
    const answered = await answer(wish, tell);
    return JSON.stringify(answered).length > MAX_ANSWER_CHARACTERS ? TOO_LONG : answered;
  } catch (error) {
    if (isOutage(error)) {
      throw error;
    }
    if (error instanceof CatalystError) {
      // Whoever asked is told, and may just have named what isn't there.
      log.info({ wish: wish.kind, error }, "wish refused");
      return { kind: "failed", code: error.code, message: error.message, way: error.way };
    }
    log.error({ wish: wish.kind, error }, "wish failed");
    return {
      kind: "failed",
      code: "unavailable",
      message: "The worker failed to do what it was asked for. Its log says more.",
      way: { kind: "see_service_logs" },
    };
  }
}

const TOO_LONG: WorkerAnswer = {
  kind: "failed",
  code: "unsupported",
  message: `The worker's answer is longer than ${MAX_ANSWER_CHARACTERS} characters, and can't be told. Make less of what was asked for.`,
};
