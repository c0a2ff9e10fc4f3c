import type { Caller } from "../auth/caller.ts";
import type { Limits } from "../state/plan.ts";
import { Refusal } from "./refusal.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;

interface Counted {
  at: number;
  points: number;
  isContent: boolean;
  operation: string;
}

/** What one installation or person has asked for within the last hour. */
export interface Usage {
  requests: number;
  pointsInMinute: number;
  contentInMinute: number;
  contentInHour: number;
  /** How often each operation was asked for. */
  operations: Readonly<Record<string, number>>;
}

/** Counts as GitHub's documentation of rate limits says it. */
export interface Counter {
  /** Throws the refusal of the limit that is reached. */
  count(who: string, request: { method: string; operation: string; isContent: boolean }): void;
  usage(who: string): Usage;
  /** Takes back the last request: one that was answered with 304. */
  forgive(who: string): void;
  /** `X-RateLimit-*` */
  headers(who: string): Record<string, string>;
}

export function makeCounter(limits: Limits, now: () => Date): Counter {
  const counted = new Map<string, Counted[]>();
  const recent = (who: string) => {
    const within = (counted.get(who) ?? []).filter(({ at }) => at > now().getTime() - HOUR);
    counted.set(who, within);
    return within;
  };
  const usage = (who: string) => sum(recent(who), now().getTime());
  const resetSeconds = (who: string) => Math.ceil(((recent(who)[0]?.at ?? now().getTime()) + HOUR) / 1000);
  const headers = (who: string) => ({
    "x-ratelimit-limit": String(limits.requestsPerHour),
    "x-ratelimit-remaining": String(Math.max(limits.requestsPerHour - usage(who).requests, 0)),
    "x-ratelimit-used": String(usage(who).requests),
    "x-ratelimit-reset": String(resetSeconds(who)),
    "x-ratelimit-resource": "core",
  });
  return {
    usage,
    headers,
    forgive: (who) => void recent(who).pop(),
    count(who, { method, operation, isContent }) {
      const reading = method === "GET" || method === "HEAD";
      recent(who).push({ at: now().getTime(), points: reading ? 1 : 5, isContent, operation });
      refuse(usage(who), limits, headers(who));
    },
  };
}

function sum(requests: Counted[], now: number): Usage {
  const lastMinute = requests.filter(({ at }) => at > now - MINUTE);
  return {
    requests: requests.length,
    pointsInMinute: lastMinute.reduce((total, { points }) => total + points, 0),
    contentInMinute: lastMinute.filter(({ isContent }) => isContent).length,
    contentInHour: requests.filter(({ isContent }) => isContent).length,
    operations: Object.fromEntries(
      [...Map.groupBy(requests, ({ operation }) => operation)].map(([operation, { length }]) => [operation, length]),
    ),
  };
}

function refuse(usage: Usage, limits: Limits, headers: Record<string, string>): void {
  if (usage.requests > limits.requestsPerHour) {
    throw new Refusal(403, "API rate limit exceeded", { headers });
  }
  const isTooFast =
    usage.pointsInMinute > limits.pointsPerMinute ||
    usage.contentInMinute > limits.contentPerMinute ||
    usage.contentInHour > limits.contentPerHour;
  if (isTooFast) {
    const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    throw new Refusal(403, message, { headers: { "retry-after": "60" } });
  }
}

/** Under which name a caller's requests are counted. */
export function whoCounts(caller: Caller): string {
  switch (caller.kind) {
    case "installation":
      return `installation ${caller.token.installation.id}`;
    case "person":
      return `person ${caller.account.login}`;
    default:
      return caller.kind;
  }
}
