import type { IncomingHttpHeaders } from "node:http";
import type { SubscriptionLimit } from "@catalyst/core";
import type { OpenedCredential } from "../../keys/open-stored.ts";
import { numberAt, parseJson, textAt } from "../request/read-json.ts";

/** What an answer tells of how far its subscription is used up. */
interface LimitedAnswer {
  httpStatus: number;
  headers: IncomingHttpHeaders;
  /** The beginning of an error's body. */
  errorText: string;
}

/** null: it tells nothing, or isn't a subscription's. */
export function readLimit(
  { credential: { kind, provider } }: Pick<OpenedCredential, "credential">,
  answer: LimitedAnswer,
): SubscriptionLimit | null {
  if (kind === "key") {
    return null;
  }
  return provider === "anthropic" ? readClaude(answer) : readChatGpt(answer);
}

/** `The subscription's limit is reached, resets at 2026-11-27T05:00:00Z.` */
export function describeLimit({ isReached, resetsAt }: SubscriptionLimit): string {
  return `The subscription's limit${isReached ? " is reached," : ""}${resetsAt === null ? "" : ` resets at ${resetsAt}`}.`;
}

function readClaude({ httpStatus, headers }: LimitedAnswer): SubscriptionLimit | null {
  const status = headers["anthropic-ratelimit-unified-status"];
  if (status === undefined) {
    return null;
  }
  const resetsAt = toTime(Number(headers["anthropic-ratelimit-unified-reset"]));
  return { isReached: httpStatus === 429 || status === "rejected", resetsAt };
}

/** Codex CLI (0.169) reads the same of these: `usage_limit_reached` in an error, the first window in the headers. */
function readChatGpt({ httpStatus, headers, errorText }: LimitedAnswer): SubscriptionLimit | null {
  const error = parseJson(errorText);
  if (httpStatus === 429 && textAt(error, "error", "type") === "usage_limit_reached") {
    const inSeconds = numberAt(error, "error", "resets_in_seconds");
    const at =
      numberAt(error, "error", "resets_at") ?? (inSeconds === undefined ? Number.NaN : Date.now() / 1000 + inSeconds);
    return { isReached: true, resetsAt: toTime(at) };
  }
  const used = Number(headers["x-codex-primary-used-percent"] ?? Number.NaN);
  const resetsAt = toTime(Number(headers["x-codex-primary-reset-at"]));
  return Number.isNaN(used) ? null : { isReached: used >= 100, resetsAt };
}

/** Of seconds since 1970; null of what no clock shows. */
function toTime(seconds: number): string | null {
  const isTime = Number.isFinite(seconds) && seconds > 0 && seconds < 1e11;
  return isTime ? new Date(Math.round(seconds) * 1000).toISOString() : null;
}
