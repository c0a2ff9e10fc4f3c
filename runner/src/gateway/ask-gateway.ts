import { GatewayOutage, outlastOutage } from "./outage.ts";

const ANSWER_MILLISECONDS = 10_000;
/** Refusals that pass by themselves. */
const PASSING_STATUSES = [408, 425, 429];

export interface GatewayQuestion {
  /** Where the gateway is. */
  url: string;
  path: string;
  /** What is asked for, for people. */
  question: string;
  /** The runner's. */
  token: string;
  signal: AbortSignal;
}

/** What the gateway answers to a GET, as parsed JSON. Rejects when it refuses; with `GatewayOutage` when it doesn't answer for long. */
export function askGateway(asked: GatewayQuestion): Promise<unknown> {
  return outlastOutage(() => askOnce(asked), asked);
}

async function askOnce({ url, path, question, token, signal }: GatewayQuestion): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLISECONDS)]),
  }).catch((cause: unknown) => {
    signal.throwIfAborted();
    throw new GatewayOutage(`Asking for ${question} failed: the gateway doesn't answer.`, { cause });
  });
  const said = await response.text().catch((cause: unknown) => {
    throw new GatewayOutage(`Asking for ${question} failed: the gateway's answer was cut off.`, { cause });
  });
  if (response.status >= 500 || PASSING_STATUSES.includes(response.status)) {
    throw new GatewayOutage(`Asking for ${question} was answered with ${response.status}.`);
  }
  if (!response.ok) {
    throw new Error(`Asking for ${question} was answered with ${response.status}.`);
  }
  return JSON.parse(said);
}
