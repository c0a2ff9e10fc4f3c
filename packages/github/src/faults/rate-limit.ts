import type { Answered } from "./read-answer.ts";

const SECOND = 1000;
/** An answer that wants us to wait longer isn't believed: then it is asked again. */
const MAX_SECONDS = 2 * 3600;
const MAX_POLL_SECONDS = 3600;

/** When an answer came, and how long is waited where it says that we must and not how long. */
export interface Clock {
  now: Date;
  unsaidSeconds: number;
}

/**
 * Until when nothing is to be asked any more, or null where a 403 or 429 says something else. GitHub says it in one of two
 * headers, or in words alone.
 */
export function findWait({ status, headers, message }: Answered, { now, unsaidSeconds }: Clock): Date | null {
  const seconds = readSeconds(headers["retry-after"]);
  if (seconds !== null) {
    return after(now, seconds);
  }
  if (headers["x-ratelimit-remaining"] === "0") {
    const reset = readSeconds(headers["x-ratelimit-reset"]);
    return after(now, reset === null ? unsaidSeconds : reset - now.getTime() / SECOND);
  }
  const isSaid = /rate limit|abuse detection/i.test(message ?? "");
  return status === 429 || isSaid ? after(now, unsaidSeconds) : null;
}

/** How long GitHub wants not to be asked for the same again, an hour at most; null: it doesn't say. */
export function readPollSeconds(headers: Readonly<Record<string, unknown>>): number | null {
  const seconds = readSeconds(headers["x-poll-interval"]);
  return seconds === null ? null : Math.min(seconds, MAX_POLL_SECONDS);
}

function readSeconds(header: unknown): number | null {
  return typeof header === "string" && /^\d{1,12}$/.test(header) ? Number(header) : null;
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + Math.min(Math.max(seconds, 1), MAX_SECONDS) * SECOND);
}
