import type { IncomingHttpHeaders } from "node:http";
import { redactText } from "../../redaction/redact-chunks.ts";
import type { SecretFinder } from "../../redaction/secret-finder.ts";

const REQUEST_HEADERS = ["accept", "content-type", "user-agent", "idempotency-key"];
const MAX_VALUE_LENGTH = 2048;

const RESPONSE_HEADERS = new Set([
  "content-type",
  "retry-after",
  "retry-after-ms",
  "x-should-retry",
  "request-id",
  "x-request-id",
  "openai-processing-ms",
  "openai-version",
]);
const RESPONSE_PREFIXES = ["anthropic-ratelimit-", "x-ratelimit-", "x-codex-primary-", "x-codex-secondary-"];

/**
 * The headers that go to the provider: those on the list and nothing else, so that neither cookies nor a key of the
 * client's own nor hop-by-hop headers get there.
 */
export function requestHeaders(
  headers: IncomingHttpHeaders,
  dialectHeaders: readonly string[],
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of [...REQUEST_HEADERS, ...dialectHeaders]) {
    const value = headers[name];
    if (typeof value === "string" && value.length <= MAX_VALUE_LENGTH) {
      kept[name] = value;
    }
  }
  // A packed answer could be neither metered nor searched for the key.
  return { ...kept, "accept-encoding": "identity" };
}

/** The provider's headers that the environment gets, with secrets masked. */
export function responseHeaders(
  { statusCode, headers }: { statusCode: number; headers: IncomingHttpHeaders },
  finder: SecretFinder,
): Record<string, string> {
  const kept: Record<string, string> = { "cache-control": "no-store" };
  for (const [name, value] of Object.entries(headers)) {
    const isListed = RESPONSE_HEADERS.has(name) || RESPONSE_PREFIXES.some((prefix) => name.startsWith(prefix));
    if (isListed && typeof value === "string") {
      kept[name] = redactText(value, finder);
    }
  }
  const isUsedUp = statusCode === 429 && headers["anthropic-ratelimit-unified-status"] === "rejected";
  if (statusCode === 401 || isUsedUp) {
    // The same key is refused again, and a subscription's limit holds for hours: those that know this header give up at once.
    kept["x-should-retry"] = "false";
  }
  return kept;
}
