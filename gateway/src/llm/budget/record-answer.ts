import type { CredentialProvider, TokenUsage } from "@catalyst/core";
import { recordBounded, recordEvent } from "../../events/record-event.ts";
import type { Exchange } from "../../exchange.ts";
import type { Answer, LlmRequest } from "../request/llm-request.ts";
import { textAt } from "../request/read-json.ts";
import { describeCredential } from "../upstream/open-grant-credential.ts";
import { priceAnswer } from "./price-answer.ts";

const MAX_DETAIL_LENGTH = 500;
const NO_USAGE: TokenUsage = {
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

/** Records what a request used, and what the provider found wrong with it. One `usage` event for each answered request. */
export async function recordAnswer(exchange: Exchange, request: LlmRequest, answer: Answer): Promise<void> {
  const { provider, route } = request;
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
  if (route.meter !== null) {
    await recordUsage(exchange, request, answer);
  }
}

/** An answer without counts has used something unknown, which is not the same as nothing: its cost is unknown. */
async function recordUsage(exchange: Exchange, request: LlmRequest, { metered }: Answer): Promise<void> {
  const { provider } = request;
  const model = metered.model ?? request.model ?? "unknown";
  const { usage } = metered;
  await recordEvent(exchange, {
    type: "usage",
    provider,
    model: model.slice(0, 255),
    usage: usage ?? NO_USAGE,
    costUsd: usage === null ? null : priceAnswer(request, usage, metered),
  });
}

function describeError({ provider, opened }: LlmRequest, { httpStatus, errorText }: Answer): string {
  const said = readErrorMessage(errorText).slice(0, MAX_DETAIL_LENGTH);
  // Google answers 400 to a key that it doesn't know.
  const isUnknownToGoogle =
    provider === "gemini" && httpStatus === 400 && /"reason":\s*"API_KEY_INVALID"/.test(errorText);
  if (httpStatus === 401 || httpStatus === 403 || isUnknownToGoogle) {
    return `${describeCredential(opened.credential)} was rejected: ${said}`;
  }
  return `${provider} answered ${httpStatus}: ${said}`;
}

function readErrorMessage(errorText: string): string {
  try {
    const body: unknown = JSON.parse(errorText);
    return textAt(body, "error", "message") ?? textAt(body, "error") ?? textAt(body, "message") ?? errorText;
  } catch {
    return errorText;
  }
}

export function describeUnreachable(provider: CredentialProvider, url: URL, error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return `${provider} could not be reached at ${url.origin}: ${message ?? "no connection"}${code === undefined ? "" : ` (${code})`}.`;
}

export async function recordUnreachable(
  exchange: Exchange,
  { provider, opened }: LlmRequest,
  problem: string,
): Promise<void> {
  const detail = `${problem} Asked with ${describeCredential(opened.credential)}.`;
  await recordBounded(exchange, { type: "llm_error", provider, httpStatus: 502, detail });
}
