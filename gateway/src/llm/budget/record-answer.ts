import type { CredentialProvider } from "@catalyst/core";
import { recordBounded, recordEvent } from "../../events/record-event.ts";
import type { Exchange } from "../../exchange.ts";
import { toUsage } from "../prices/counts.ts";
import { knownWindow } from "../prices/list-price.ts";
import type { Answer, LlmRequest } from "../request/llm-request.ts";
import { describeLimit } from "../subscription/read-limit.ts";
import { describeCredential } from "../upstream/open-grant-credential.ts";
import { isRejection, MAX_DETAIL_LENGTH, readErrorMessage } from "../upstream/provider-words.ts";
import type { Charge } from "./spending.ts";

/** Records what a request used, and what the provider found wrong with it. One `usage` event for each answered request. */
export async function recordAnswer(
  exchange: Exchange,
  request: LlmRequest,
  { answer, charge }: { answer: Answer; charge: Charge | null },
): Promise<void> {
  const { provider } = request;
  exchange.deps.measures.answered(provider, answer);
  if (answer.httpStatus >= 400) {
    await recordBounded(exchange, {
      type: "llm_error",
      provider,
      httpStatus: answer.httpStatus,
      detail: describeError(request, answer),
    });
    return;
  }
  if (answer.metered.streamError !== null) {
    const detail = `${provider} broke off its answer: ${answer.metered.streamError.slice(0, MAX_DETAIL_LENGTH)}`;
    await recordBounded(exchange, { type: "llm_error", provider, httpStatus: answer.httpStatus, detail });
  }
  if (charge !== null) {
    const model = answer.metered.model ?? request.model;
    exchange.deps.measures.charged({ provider, model }, charge);
    await recordEvent(exchange, {
      type: "usage",
      provider,
      model: (model ?? "unknown").slice(0, 255),
      usage: toUsage(charge.counts),
      costUsd: charge.usd,
      ...windowOf(provider, model),
      isAtMost: charge.isAtMost,
      isCovered: charge.isCovered,
    });
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
