import type { TokenUsage } from "@catalyst/core";
import { countAt, textAt, valueAt } from "../request/read-json.ts";
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
  return {
    ...metered,
    model: textAt(response, "model") ?? metered.model,
    usage: typeof usage === "object" && usage !== null ? responsesUsage(usage) : metered.usage,
  };
}

function responsesUsage(usage: unknown): TokenUsage {
  const read = countAt(usage, "input_tokens_details", "cached_tokens") ?? 0;
  const written = countAt(usage, "input_tokens_details", "cache_write_tokens") ?? 0;
  return {
    inputTokens: Math.max(0, (countAt(usage, "input_tokens") ?? 0) - read - written),
    cacheReadTokens: read,
    cacheWriteTokens: written,
    outputTokens: countAt(usage, "output_tokens") ?? 0,
    reasoningTokens: countAt(usage, "output_tokens_details", "reasoning_tokens") ?? 0,
  };
}

/** Chat Completions: in a stream, the usage comes in the last chunk if it was asked for. `prompt_tokens` includes cached ones. */
export const readChatAnswer: ReadAnswer = (answer, metered) => {
  const usage = valueAt(answer, "usage");
  const error = valueAt(answer, "error");
  return {
    ...metered,
    model: textAt(answer, "model") ?? metered.model,
    usage: typeof usage === "object" && usage !== null ? chatUsage(usage) : metered.usage,
    streamError:
      error === undefined || error === null
        ? metered.streamError
        : (textAt(error, "code") ?? textAt(error, "type") ?? "error"),
  };
};

function chatUsage(usage: unknown): TokenUsage {
  const read = countAt(usage, "prompt_tokens_details", "cached_tokens") ?? 0;
  const written = countAt(usage, "prompt_tokens_details", "cache_write_tokens") ?? 0;
  return {
    inputTokens: Math.max(0, (countAt(usage, "prompt_tokens") ?? 0) - read - written),
    cacheReadTokens: read,
    cacheWriteTokens: written,
    outputTokens: countAt(usage, "completion_tokens") ?? 0,
    reasoningTokens: countAt(usage, "completion_tokens_details", "reasoning_tokens") ?? 0,
  };
}
