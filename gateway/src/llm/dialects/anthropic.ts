import type { RefusalKind } from "../../http/refusal.ts";
import { anthropicRequest } from "../features/anthropic.ts";
import { type Counts, NO_COUNTS } from "../prices/counts.ts";
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
      return { ...update(metered, answer), isFinal: hasUsage(answer) };
    case "message_start":
      return update(metered, valueAt(answer, "message"));
    case "message_delta":
      return { ...update(metered, answer), isFinal: hasUsage(answer) };
    case "error":
      return { ...metered, streamError: textAt(answer, "error", "type") ?? "error" };
    default:
      return metered;
  }
};

function hasUsage(message: unknown): boolean {
  const usage = valueAt(message, "usage");
  return typeof usage === "object" && usage !== null;
}

function update(metered: Metered, message: unknown): Metered {
  if (!hasUsage(message)) {
    return { ...metered, model: textAt(message, "model") ?? metered.model };
  }
  const usage = valueAt(message, "usage");
  const tiers = ["service_tier", "speed", "inference_geo"].flatMap((field) => textAt(usage, field) ?? []);
  return {
    ...metered,
    model: textAt(message, "model") ?? metered.model,
    counts: readCounts(usage, metered.counts ?? NO_COUNTS),
    tiers: tiers.length === 0 ? metered.tiers : tiers,
  };
}

/** What a later message doesn't tell again stays. */
function readCounts(usage: unknown, before: Counts): Counts {
  const besides = listBesides(usage);
  const count = (before: number, ...path: string[]) => {
    const told = countAt(usage, ...path);
    return told === undefined ? before : besides.reduce<number>((sum, one) => sum + (countAt(one, ...path) ?? 0), told);
  };
  return {
    ...before,
    inputTokens: count(before.inputTokens, "input_tokens"),
    cacheReadTokens: count(before.cacheReadTokens, "cache_read_input_tokens"),
    cacheWriteTokens: count(before.cacheWriteTokens, "cache_creation_input_tokens"),
    outputTokens: count(before.outputTokens, "output_tokens"),
    reasoningTokens: count(before.reasoningTokens, "output_tokens_details", "thinking_tokens"),
    longCacheWriteTokens: count(before.longCacheWriteTokens, "cache_creation", "ephemeral_1h_input_tokens"),
    webSearches: count(before.webSearches, "server_tool_use", "web_search_requests"),
  };
}

/** Compactions and advice are answers of their own, which the counts of the message don't hold. */
function listBesides(usage: unknown): unknown[] {
  const iterations = valueAt(usage, "iterations");
  return (Array.isArray(iterations) ? iterations : []).filter((iteration) =>
    ["compaction", "advisor_message"].includes(textAt(iteration, "type") ?? ""),
  );
}

export const anthropic: Dialect = {
  routes: [
    {
      method: "POST",
      path: /^\/v1\/messages$/,
      query: BETA,
      features: anthropicRequest,
      meter: readAnthropicAnswer,
      outputLimits: { kept: ["max_tokens"] },
    },
    { method: "POST", path: /^\/v1\/messages\/count_tokens$/, query: BETA, features: anthropicRequest, meter: null },
    { method: "GET", path: /^\/v1\/models(\/[\w.:@-]+)?$/, query: { ...PAGE, ...BETA }, meter: null },
  ],
  defaultBaseUrl: "https://api.anthropic.com",
  upstreamPath: (basePath, path) => `${basePath.replace(/\/v1$/, "")}${path}`,
  authorize: ({ key }) => ({ "x-api-key": key }),
  probe: { path: "/v1/models", query: { limit: "1" }, headers: { "anthropic-version": "2023-06-01" } },
  requestHeaders: ["anthropic-version", "anthropic-beta"],
  // After 400 Claude Code tries again with parts of its request left out; 402 is its provider's own answer to an empty account.
  budgetHttpStatus: 402,
  errorBody: (kind, message) => ({ type: "error", error: { type: ERROR_TYPES[kind], message } }),
};
