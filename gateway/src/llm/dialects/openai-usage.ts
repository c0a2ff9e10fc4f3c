import { type Counts, NO_COUNTS } from "../prices/counts.ts";
import { countAt, numberAt, textAt, valueAt } from "../request/read-json.ts";
import type { Metered, ReadAnswer } from "./dialect.ts";

const FINAL_EVENTS = new Set(["response.completed", "response.incomplete", "response.failed"]);

/** The Responses API: usage comes once, with the final event. `input_tokens` includes cached ones. */
export const readResponsesAnswer: ReadAnswer = (answer, metered) => {
  const type = textAt(answer, "type");
  if (type === undefined) {
    return update(metered, answer);
  }
  if (type === "error") {
    return { ...metered, streamError: textAt(answer, "code") ?? textAt(answer, "error", "code") ?? "error" };
  }
  const response = valueAt(answer, "response");
  const next = FINAL_EVENTS.has(type)
    ? update(metered, response)
    : { ...metered, model: textAt(response, "model") ?? metered.model };
  return type === "response.failed" ? { ...next, streamError: textAt(response, "error", "code") ?? "failed" } : next;
};

function update(metered: Metered, response: unknown): Metered {
  const usage = valueAt(response, "usage");
  const isCounted = typeof usage === "object" && usage !== null;
  return {
    ...withTier(metered, response),
    model: textAt(response, "model") ?? metered.model,
    counts: isCounted
      ? { ...responsesCounts(usage), webSearches: countAt(response, "tool_usage", "web_search", "num_requests") ?? 0 }
      : metered.counts,
    isFinal: isCounted || metered.isFinal,
    statedUsd: statedCost(usage) ?? metered.statedUsd,
  };
}

function responsesCounts(usage: unknown): Counts {
  return toCounts(usage, { input: "input_tokens", output: "output_tokens" });
}

/** Chat Completions: in a stream, the usage comes in the last chunk if it was asked for. `prompt_tokens` includes cached ones. */
export const readChatAnswer: ReadAnswer = (answer, metered) => {
  const usage = valueAt(answer, "usage");
  const error = valueAt(answer, "error");
  const isCounted = typeof usage === "object" && usage !== null;
  const isError = error !== undefined && error !== null;
  return {
    ...withTier(metered, answer),
    model: textAt(answer, "model") ?? metered.model,
    counts: isCounted ? toCounts(usage, { input: "prompt_tokens", output: "completion_tokens" }) : metered.counts,
    isFinal: (isCounted || metered.isFinal) && !isError,
    statedUsd: statedCost(usage) ?? metered.statedUsd,
    streamError: isError ? (textAt(error, "code") ?? textAt(error, "type") ?? "error") : metered.streamError,
  };
};

function withTier(metered: Metered, answer: unknown): Metered {
  const tier = textAt(answer, "service_tier");
  return tier === undefined ? metered : { ...metered, tiers: [tier] };
}

/** Servers differ in whether the output has the thoughts in it; the total has, so what is beyond the input is output. */
function toCounts(usage: unknown, names: { input: string; output: string }): Counts {
  const read = countAt(usage, `${names.input}_details`, "cached_tokens") ?? 0;
  const written = countAt(usage, `${names.input}_details`, "cache_write_tokens") ?? 0;
  const input = countAt(usage, names.input) ?? 0;
  const beyondInput = (countAt(usage, "total_tokens") ?? 0) - input;
  return {
    ...NO_COUNTS,
    inputTokens: Math.max(0, input - read - written),
    cacheReadTokens: read,
    cacheWriteTokens: written,
    outputTokens: Math.max(countAt(usage, names.output) ?? 0, beyondInput),
    reasoningTokens: countAt(usage, `${names.output}_details`, "reasoning_tokens") ?? 0,
    audioInputTokens: countAt(usage, `${names.input}_details`, "audio_tokens") ?? 0,
    audioOutputTokens: countAt(usage, `${names.output}_details`, "audio_tokens") ?? 0,
  };
}

/** OpenRouter tells what a request cost; with a key of the owner's at the provider, what was paid there is told beside it. */
function statedCost(usage: unknown): number | null {
  const cost = numberAt(usage, "cost");
  const upstream = numberAt(usage, "cost_details", "upstream_inference_cost") ?? 0;
  return cost === undefined ? null : cost + (valueAt(usage, "is_byok") === true ? upstream : 0);
}
