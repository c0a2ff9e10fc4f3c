import { GatewayOutage, outlastOutage } from "./outage.ts";
import { type GatewayAccess, sendRequest } from "./send-request.ts";

const ANSWER_MILLISECONDS = 10_000;
/** Refusals that pass by themselves. */
const PASSING_STATUSES = [408, 425, 429];

export interface GatewayQuestion extends GatewayAccess {
  path: string;
  /** What is asked for, for people. */
  question: string;
  signal: AbortSignal;
}

/** What the gateway answers to a GET, as parsed JSON. Rejects when it refuses; with `GatewayOutage` when it doesn't answer for long. */
export function askGateway(asked: GatewayQuestion): Promise<unknown> {
  return outlastOutage(() => askOnce(asked), asked);
}

async function askOnce(asked: GatewayQuestion): Promise<unknown> {
  const { question, signal } = asked;
  const request = { ...asked, method: "GET", timeoutMilliseconds: ANSWER_MILLISECONDS } as const;
  const { status, content } = await sendRequest(request).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new GatewayOutage(`Asking for ${question} failed: the gateway doesn't answer.`, { cause });
  });
  if (status >= 500 || PASSING_STATUSES.includes(status)) {
    throw new GatewayOutage(`Asking for ${question} was answered with ${status}.`);
  }
  if (status !== 200) {
    throw new Error(`Asking for ${question} was answered with ${status}.`);
  }
  return JSON.parse(content.toString("utf8"));
}
