import { setTimeout as wait } from "node:timers/promises";
import type { SourcedEvent } from "@catalyst/core";
import { z } from "zod";
import { type GatewayAccess, sendRequest } from "../gateway/send-request.ts";

const ANSWER_MILLISECONDS = 30_000;
const FIRST_PAUSE_MILLISECONDS = 100;
const MAX_PAUSE_MILLISECONDS = 5000;
const MAX_ASKED_SECONDS = 60;
/** Refusals that pass by themselves. */
const PASSING_STATUSES = [408, 425, 429];

const Acknowledgement = z.object({ acknowledged: z.int().nonnegative() });

export interface Sending extends GatewayAccess {
  /** Gives up: nothing of this execution counts any more. */
  signal: AbortSignal;
}

/** What the gateway said for good. `refused`: it will never take these events as they are. */
export type Sent =
  | { kind: "acknowledged"; number: number }
  | { kind: "refused"; reason: string }
  | { kind: "grant_ended" };

/** Sends a batch again and again until the gateway has answered. */
export async function sendEvents(events: SourcedEvent[], sending: Sending): Promise<Sent> {
  const body = JSON.stringify({ events });
  for (let attempt = 0; !sending.signal.aborted; attempt++) {
    const answer = await sendOnce(body, sending).catch(() => ({ kind: "again", afterSeconds: 0 }) as const);
    if (answer.kind !== "again") {
      return answer;
    }
    const pause = Math.min(FIRST_PAUSE_MILLISECONDS * 2 ** Math.min(attempt, 10), MAX_PAUSE_MILLISECONDS);
    const askedMilliseconds = Math.min(answer.afterSeconds, MAX_ASKED_SECONDS) * 1000;
    await wait(Math.max(pause, askedMilliseconds), undefined, { signal: sending.signal }).catch(() => undefined);
  }
  return { kind: "grant_ended" };
}

async function sendOnce(body: string, sending: Sending): Promise<Sent | { kind: "again"; afterSeconds: number }> {
  const request = { method: "POST", path: "/events", body, timeoutMilliseconds: ANSWER_MILLISECONDS } as const;
  const { status, headers, content } = await sendRequest({ ...sending, ...request });
  const said = content.toString("utf8");
  if (status === 200) {
    return { kind: "acknowledged", number: Acknowledgement.parse(JSON.parse(said)).acknowledged };
  }
  if (status === 401) {
    return { kind: "grant_ended" };
  }
  if (status >= 500 || PASSING_STATUSES.includes(status)) {
    return { kind: "again", afterSeconds: Number(headers["retry-after"]) || 0 };
  }
  return { kind: "refused", reason: `${status} ${said.slice(0, 500)}` };
}
