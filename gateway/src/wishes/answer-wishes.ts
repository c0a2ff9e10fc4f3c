import { CatalystError, type GatewayAnswer, type GatewayWish, type GatewayWishStore } from "@catalyst/core";
import { isDatabaseOutage } from "@catalyst/postgres";
import type { Logger } from "pino";
import { errorFields } from "../error-fields.ts";

/** A provider that doesn't answer holds up one of them, and not who asked for something else. */
const CONCURRENT_WISHES = 3;

export interface WishDeps {
  wishes: Pick<GatewayWishStore, "answerNext" | "watch">;
  answer(wish: GatewayWish): Promise<GatewayAnswer>;
  log: Logger;
}

/** Answers what the gateway is asked for from now until it is stopped. Returns how to stop. */
export async function answerWishes(deps: WishDeps): Promise<() => Promise<void>> {
  const running = new Set<Promise<void>>();
  let isStopped = false;
  let news = 0;
  const answerAll = async () => {
    let seen: number;
    do {
      seen = news;
      while (!isStopped && (await answerNext(deps))) {}
    } while (!isStopped && seen !== news);
  };
  const hear = () => {
    news += 1;
    if (running.size < CONCURRENT_WISHES) {
      const one: Promise<void> = answerAll().finally(() => running.delete(one));
      running.add(one);
    }
  };
  const stopWatching = await deps.wishes.watch(hear);
  hear();
  return async () => {
    isStopped = true;
    stopWatching();
    await Promise.all(running);
  };
}

/** False: there is none, or the database is away; when it is back, there is word of it. */
async function answerNext({ wishes, answer, log }: WishDeps): Promise<boolean> {
  try {
    return await wishes.answerNext(async (wish) => {
      const given = await answer(wish).catch((error: unknown) => failed(error, log));
      log.info({ wish: wish.kind, answer: given.kind }, "wish answered");
      return given;
    });
  } catch (error) {
    log.error(errorFields(error), "wish not answered");
    return false;
  }
}

/** During an outage the wish stays open instead. */
function failed(error: unknown, log: Logger): GatewayAnswer {
  if (isDatabaseOutage(error)) {
    throw error;
  }
  if (error instanceof CatalystError) {
    // Whoever asked is told.
    log.info(errorFields(error), "wish refused");
    return { kind: "failed", code: error.code, message: error.message, way: error.way };
  }
  log.error(errorFields(error), "wish failed");
  return {
    kind: "failed",
    code: "unavailable",
    message: "The gateway failed to do what it was asked for. Its log says more.",
    way: { kind: "see_service_logs" },
  };
}
