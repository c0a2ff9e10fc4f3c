import { type Counts, NO_COUNTS } from "../prices/counts.ts";
import { contextWindow } from "../prices/list-price.ts";
import type { LlmRequest } from "../request/llm-request.ts";
import { MAX_OUTPUT_TOKENS } from "../request/output-limit.ts";

/** No tokenizer makes more than one token of a byte; what surrounds messages is less than their JSON. */
const TOKENS_PER_BYTE = 1;
/** Providers shrink larger pictures, however few bytes they have. */
const TOKENS_PER_IMAGE = 10_000;
type Sized = Pick<LlmRequest, "provider" | "model" | "body" | "maxOutputTokens" | "isUnsized" | "images">;

/** The most that a request can come to, before it is made. */
export function estimateRequest(request: Sized): Counts {
  return { ...NO_COUNTS, inputTokens: mostInput(request), outputTokens: request.maxOutputTokens ?? MAX_OUTPUT_TOKENS };
}

function mostInput({ provider, model, body, isUnsized, images }: Sized): number {
  const window = contextWindow(provider, model);
  const bytes = (body?.length ?? 0) * TOKENS_PER_BYTE;
  return isUnsized ? window : Math.min(window, bytes + images * TOKENS_PER_IMAGE);
}
