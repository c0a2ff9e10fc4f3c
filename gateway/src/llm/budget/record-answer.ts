import type { CredentialProvider } from "@catalyst/core";
import { recordBounded, recordEvent } from "../../events/record-event.ts";
import type { Exchange } from "../../exchange.ts";
import { toUsage } from "../prices/counts.ts";
import type { Answer, LlmRequest } from "../request/llm-request.ts";
import { textAt } from "../request/read-json.ts";
import { describeCredential } from "../upstream/open-grant-credential.ts";
import type { Charge } from "./spending.ts";

const MAX_DETAIL_LENGTH = 500;
/** Records what a request used, and what the provider found wrong with it. One `usage` event for each answered request. */
export async function recordAnswer(
  exchange: Exchange,
  request: LlmRequest,
  { answer, charge }: { answer: Answer; charge: Charge | null },
): Promise<void> {
  const { provider } = request;
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
    await recordEvent(exchange, {
      type: "usage",
      provider,
      model: (answer.metered.model ?? request.model ?? "unknown").slice(0, 255),
      usage: toUsage(charge.counts),
      costUsd: charge.usd,
      isAtMost: charge.isAtMost,
    });
  }
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
