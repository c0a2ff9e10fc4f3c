import type { Refusal } from "./problem-of.ts";

const RETRY_SECONDS = 1;

/** What is said beside a problem: how to be known, and when to ask again. */
export function headersOfRefusal({ code, retrySeconds = RETRY_SECONDS }: Refusal): Record<string, string> {
  switch (code) {
    case "unauthenticated":
      return { "www-authenticate": "Bearer" };
    case "unavailable":
    case "too_many":
      return { "retry-after": String(retrySeconds) };
    default:
      return {};
  }
}
