import type { TokenUsage } from "@catalyst/core";
import type { RefusalKind } from "../../http/refusal.ts";
import { anthropicRequest } from "../features/anthropic.ts";
import { countAt, textAt, valueAt } from "../request/read-json.ts";
import type { Dialect, Metered, ReadAnswer } from "./dialect.ts";

const ERROR_TYPES: Record<RefusalKind, string> = {
  invalid_request: "invalid_request_error",
  unauthenticated: "authentication_error",
  forbidden: "permission_error",
  not_found: "not_found_error",
  too_large: "request_too_large",
  rate_limited: "rate_limit_error",
  budget_exceeded: "billing_error",
  bad_gateway: "api_error",
  unavailable: "api_error",
};

/** A page of a list, see https://docs.anthropic.com/en/api/models-list. */
const PAGE = { limit: /^\d{1,4}$/, after_id: /^[\w.:-]{1,200}$/, before_id: /^[\w.:-]{1,200}$/ };
const BETA = { beta: /^true$/ };

/**
 * Counts in the stream are cumulative: `message_start` has the input, `message_delta` the output so far and, in newer
 * versions, everything again. `input_tokens` excludes cached ones; `output_tokens` includes thinking.
 */
export const readAnthropicAnswer: ReadAnswer = (answer, metered) => {
  switch (textAt(answer, "type")) {
    case "message":
      return update(metered, answer);
    case "message_start":
      return update(metered, valueAt(answer, "message"));
    case "message_delta":
      return update(metered, answer);
    case "error":
      return { ...metered, streamError: textAt(answer, "error", "type") ?? "error" };
    default:
      return metered;
  }
};

function update(metered: Metered, message: unknown): Metered {
  const before = metered.usage;
  const count = (field: string, previous: number | undefined) =>
    countAt(message, "usage", ...field.split(".")) ?? previous ?? 0;
  const usage: TokenUsage = {
    inputTokens: count("input_tokens", before?.inputTokens),
    cacheReadTokens: count("cache_read_input_tokens", before?.cacheReadTokens),
    cacheWriteTokens: count("cache_creation_input_tokens", before?.cacheWriteTokens),
    outputTokens: count("output_tokens", before?.outputTokens),
    reasoningTokens: count("output_tokens_details.thinking_tokens", before?.reasoningTokens),
  };
  const hasUsage = typeof valueAt(message, "usage") === "object";
  return {
    ...metered,
    model: textAt(message, "model") ?? metered.model,
    usage: hasUsage ? usage : before,
    longCacheWriteTokens: count("cache_creation.ephemeral_1h_input_tokens", metered.longCacheWriteTokens),
  };
}

export const anthropic: Dialect = {
  routes: [
    {
      method: "POST",
      path: /^\/v1\/messages$/,
      query: BETA,
      features: anthropicRequest,
      meter: readAnthropicAnswer,
      outputLimits: ["max_tokens"],
    },
    { method: "POST", path: /^\/v1\/messages\/count_tokens$/, query: BETA, features: anthropicRequest, meter: null },
    { method: "GET", path: /^\/v1\/models(\/[\w.:@-]+)?$/, query: { ...PAGE, ...BETA }, meter: null },
  ],
  defaultBaseUrl: "https://api.anthropic.com",
  upstreamPath: (basePath, path) => `${basePath.replace(/\/v1$/, "")}${path}`,
  authorize: (key) => ({ "x-api-key": key }),
  requestHeaders: ["anthropic-version", "anthropic-beta"],
  // After 400 Claude Code tries again with parts of its request left out; 402 is its provider's own answer to an empty account.
  budgetHttpStatus: 402,
  errorBody: (kind, message) => ({ type: "error", error: { type: ERROR_TYPES[kind], message } }),
};
