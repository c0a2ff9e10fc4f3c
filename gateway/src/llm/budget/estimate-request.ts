import type { LlmRoute } from "../dialects/dialect.ts";
import type { LlmRequest } from "../request/llm-request.ts";
import { countAt } from "../request/read-json.ts";

/** JSON, code and English have 3.5 to 5 bytes a token: so the estimate is rather too high. */
const BYTES_PER_TOKEN = 3;
/** No model takes more; what a picture's bytes would come to is less in truth. */
const MAX_INPUT_TOKENS = 1_000_000;
/** For requests that don't limit the answer. */
const DEFAULT_OUTPUT_TOKENS = 32_768;

/** What a request may come to, before it is made. */
export interface TokenEstimate {
  inputTokens: number;
  outputTokens: number;
}

export function estimateRequest({
  body,
  maxOutputTokens,
}: Pick<LlmRequest, "body" | "maxOutputTokens">): TokenEstimate {
  return {
    inputTokens: Math.min(Math.ceil((body?.length ?? 0) / BYTES_PER_TOKEN), MAX_INPUT_TOKENS),
    outputTokens: maxOutputTokens ?? DEFAULT_OUTPUT_TOKENS,
  };
}

/** The most tokens that the answer may have, as far as the request says so where its provider heeds it. */
export function readMaxOutputTokens(
  body: Record<string, unknown> | null,
  { outputLimits = [] }: Pick<LlmRoute & { method: "POST" }, "outputLimits">,
): number | null {
  const limits = outputLimits.flatMap((path) => countAt(body, ...path.split(".")) ?? []);
  const answers = Math.max(1, countAt(body, "n") ?? 1, countAt(body, "generationConfig", "candidateCount") ?? 1);
  return limits.length === 0 ? null : Math.max(...limits) * answers;
}
