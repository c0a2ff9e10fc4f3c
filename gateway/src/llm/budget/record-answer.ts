import type { CredentialProvider, UsageEvent } from "@catalyst/core";
import { recordBounded } from "../../events/record-event.ts";
import type { Exchange } from "../../exchange.ts";
import { toUsage } from "../prices/counts.ts";
import { knownWindow } from "../prices/list-price.ts";
import type { Answer, LlmRequest } from "../request/llm-request.ts";
import { describeLimit } from "../subscription/read-limit.ts";
import { describeCredential } from "../upstream/open-grant-credential.ts";
import { isRejection, MAX_DETAIL_LENGTH, readErrorMessage } from "../upstream/provider-words.ts";
import type { Charge } from "./spending.ts";

/** Measures what a request came to. Returns what its transcript is told of it: one `usage` event for each answered request. */
export function noteAnswer(
  { deps: { measures } }: Pick<Exchange, "deps">,
  { provider, model: asked }: Pick<LlmRequest, "provider" | "model">,
  { answer, charge }: { answer: Answer; charge: Charge | null },
): UsageEvent | null {
  measures.answered(provider, answer);
  if (charge === null) {
    return null;
  }
  const model = answer.metered.model ?? asked;
  measures.charged({ provider, model }, charge);
  return {
    type: "usage",
    provider,
    model: (model ?? "unknown").slice(0, 255),
    usage: toUsage(charge.counts),
    costUsd: charge.usd,
    ...windowOf(provider, model),
    isAtMost: charge.isAtMost,
    isCovered: charge.isCovered,
  };
}

/** Records what the provider found wrong with a request, or what became of its answer. */
export async function recordFaults(exchange: Exchange, request: LlmRequest, answer: Answer): Promise<void> {
  const { provider } = request;
  const { httpStatus } = answer;
  if (httpStatus >= 400) {
    await recordBounded(exchange, { type: "llm_error", provider, httpStatus, detail: describeError(request, answer) });
  } else if (answer.metered.streamError !== null) {
    const detail = `${provider} broke off its answer: ${answer.metered.streamError.slice(0, MAX_DETAIL_LENGTH)}`;
    await recordBounded(exchange, { type: "llm_error", provider, httpStatus, detail });
  }
}

function windowOf(provider: CredentialProvider, model: string | null): { windowTokens?: number } {
  const windowTokens = knownWindow(provider, model);
  return windowTokens === null ? {} : { windowTokens };
}

function describeError({ provider, opened }: LlmRequest, { httpStatus, errorText, limit }: Answer): string {
  const said = readErrorMessage(errorText);
  if (limit?.isReached) {
    return `${describeLimit(limit)} ${describeCredential(opened.credential)} was answered with ${httpStatus}: ${said}`;
  }
  return isRejection({ provider, httpStatus, errorText })
    ? `${describeCredential(opened.credential)} was rejected: ${said}`
    : `${provider} answered ${httpStatus}: ${said}`;
}

export async function recordUnreachable(
  exchange: Exchange,
  { provider, opened }: LlmRequest,
  problem: string,
): Promise<void> {
  exchange.deps.measures.unreachable(provider);
  const detail = `${problem} Asked with ${describeCredential(opened.credential)}.`;
  await recordBounded(exchange, { type: "llm_error", provider, httpStatus: 502, detail });
}
