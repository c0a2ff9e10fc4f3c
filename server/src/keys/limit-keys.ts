import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Refusal } from "../http/problem-of.ts";
import type { Asker } from "../who/who-asks.ts";

const WINDOW_SECONDS = 60;
const NOTHING_NEW = 304;

/** What of an answer tells how much is left, and whether it cost anything. */
export interface AnswerHead {
  readonly statusCode: number;
  once(event: "finish", listener: () => void): unknown;
  setHeader(name: string, value: string): unknown;
}

/** Counts a request, says so in the answer's head, and refuses what is too much; null: it isn't. */
export type LimitKeys = (asker: Asker, response: AnswerHead) => Promise<Refusal | null>;

/**
 * How much one API key may ask in a minute, counted by this process, and told as
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers has it.
 */
export function limitKeys(requestsPerMinute: number): LimitKeys {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: WINDOW_SECONDS });
  return async ({ right }, response) => {
    if (right?.kind !== "api_key") {
      return null;
    }
    const { id } = right;
    const { isTooMuch, result } = await count(limiter, id);
    // To ask whether something is new is to be cheap.
    response.once("finish", () => response.statusCode === NOTHING_NEW && void limiter.reward(id));
    const seconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000));
    response.setHeader("ratelimit-policy", `"key";q=${requestsPerMinute};w=${WINDOW_SECONDS}`);
    response.setHeader("ratelimit", `"key";r=${Math.max(0, result.remainingPoints)};t=${seconds}`);
    const detail = `This API key has asked ${requestsPerMinute} times within a minute. Ask again in ${seconds} seconds.`;
    return isTooMuch ? { code: "too_many", detail, retrySeconds: seconds } : null;
  };
}

async function count(limiter: RateLimiterMemory, id: string): Promise<{ isTooMuch: boolean; result: RateLimiterRes }> {
  try {
    return { isTooMuch: false, result: await limiter.consume(id) };
  } catch (refused) {
    if (refused instanceof RateLimiterRes) {
      return { isTooMuch: true, result: refused };
    }
    throw refused;
  }
}
