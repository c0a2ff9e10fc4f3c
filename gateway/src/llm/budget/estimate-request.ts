import { type Counts, NO_COUNTS } from "../prices/counts.ts";
import { contextWindow } from "../prices/list-price.ts";
import type { LlmRequest } from "../request/llm-request.ts";
import { MAX_OUTPUT_TOKENS } from "../request/output-limit.ts";

/** No tokenizer makes more than one token of a byte; what surrounds messages is less than their JSON. */
const TOKENS_PER_BYTE = 1;
/** However few bytes it has: providers shrink larger ones. gpt-4o-mini counts 48,169 for the largest, others less. */
const TOKENS_PER_IMAGE = 50_000;
type Sized = Pick<LlmRequest, "provider" | "model" | "body" | "maxOutputTokens" | "isUnsized" | "images" | "searches">;

/** The most that a request can come to, before it is made. */
export function estimateRequest(request: Sized): Counts {
  const { maxOutputTokens, searches } = request;
  const outputTokens = maxOutputTokens ?? MAX_OUTPUT_TOKENS;
  return { ...NO_COUNTS, inputTokens: mostInput(request), outputTokens, webSearches: searches };
}

function mostInput({ provider, model, body, isUnsized, images }: Sized): number {
  const window = contextWindow(provider, model);
  const bytes = (body?.length ?? 0) * TOKENS_PER_BYTE;
  return isUnsized ? window : Math.min(window, bytes + images * TOKENS_PER_IMAGE);
}
