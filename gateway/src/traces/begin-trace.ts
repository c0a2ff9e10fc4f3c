import type { Exchange } from "../exchange.ts";
import type { Charge } from "../llm/budget/spending.ts";
import { NO_COUNTS } from "../llm/prices/counts.ts";
import type { Answer, LlmRequest } from "../llm/request/llm-request.ts";

/** A request goes to its provider now. Returns how its end is told, with what it came to; null: it got no answer. */
export function beginTrace(
  { grant, deps }: Pick<Exchange, "grant" | "deps">,
  { provider, model }: Pick<LlmRequest, "provider" | "model">,
): (answer: Answer | null, charge: Charge | null) => void {
  const startedAt = Date.now();
  return (answer, charge) => {
    const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = charge?.counts ?? NO_COUNTS;
    deps.traceLlm({
      ...{ of: grant, provider, startedAt },
      model: answer?.metered.model ?? model,
      answer: answer && {
        httpStatus: answer.httpStatus,
        isCut: answer.isCut,
        inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens,
        outputTokens,
      },
    });
  };
}
