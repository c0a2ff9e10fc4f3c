import type { Route } from "@catalyst/api";
import { type Actor, personOf } from "@catalyst/core";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Refusal } from "../http/problem-of.ts";

const WINDOW_SECONDS = 60;

/** Counts that somebody asked a route, and refuses what is more than it is for; null: it isn't. */
export type LimitPeople = (actor: Actor) => Promise<Refusal | null>;

/** How often one person may ask a route in a minute, however they are signed in, counted by this process. */
export function limitPeople({ perMinute, summary }: Pick<Route, "perMinute" | "summary">): LimitPeople {
  if (perMinute === undefined) {
    return async () => null;
  }
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });
  return async (actor) => {
    try {
      await limiter.consume(personOf(actor) ?? "system");
      return null;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) {
        throw refused;
      }
      const retrySeconds = Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
      const detail = `You have asked for this ${perMinute} times within a minute (${summary}). Ask again in ${retrySeconds} seconds.`;
      return { code: "too_many", detail, retrySeconds };
    }
  };
}
