import { randomUUID } from "node:crypto";
import { type Actor, answerOnce } from "@catalyst/core";
import type { Refusal } from "../http/problem-of.ts";
import type { ServerDeps } from "../server-deps.ts";

/** Beyond what any request may take. */
const GRACE_SECONDS = 10;

export interface OnceRequest {
  actor: Actor;
  /** The header as it was sent; undefined: the request has no name. */
  header: string | undefined;
  operation: string;
  asked: unknown;
}

export type Done<Answer> = { answer: Answer; isReplayed: boolean } | { refusal: Refusal };

/** Does what was asked, once for each name. `work` gets an id that stays the same when it is done again. */
export async function doOnce<Answer>(
  { header, ...request }: OnceRequest,
  work: (id: string) => Promise<Answer>,
  { requests, limits }: Pick<ServerDeps, "requests" | "limits">,
): Promise<Done<Answer>> {
  if (header === undefined) {
    return { answer: await work(randomUUID()), isReplayed: false };
  }
  const key = /^"(.+)"$/.exec(header)?.[1] ?? header;
  const patienceSeconds = limits.requestSeconds + limits.takeSeconds + limits.answerSeconds + GRACE_SECONDS;
  const outcome = await answerOnce({ ...request, key }, work, { requests, patienceSeconds });
  return outcome.kind === "answered" ? outcome : { refusal: REFUSALS[outcome.kind] };
}

const REFUSALS: Record<"running" | "reused", Refusal> = {
  running: {
    code: "in_progress",
    detail: "A request with this Idempotency-Key is being done. Ask again in a moment for what came of it.",
  },
  reused: {
    code: "key_reused",
    detail: "This Idempotency-Key was another request's. Name this one otherwise.",
  },
};
