import { setTimeout as wait } from "node:timers/promises";

const ANSWER_MILLISECONDS = 10_000;
/** As long as a restart of the gateway takes, with room. */
const PAUSES_MILLISECONDS = [200, 500, 1000, 3000, 10_000];

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

/** What the gateway answers to a GET, as parsed JSON. Rejects when it refuses, or doesn't answer for long. */
export async function askGateway(asked: GatewayQuestion): Promise<unknown> {
  for (const pause of [...PAUSES_MILLISECONDS, null]) {
    const answer = await askOnce(asked).catch(() => null);
    if (answer !== null && answer.status < 500 && answer.status !== 429) {
      if (answer.status !== 200) {
        throw new Error(`Asking for ${asked.question} was answered with ${answer.status}.`);
      }
      return JSON.parse(answer.text);
    }
    if (pause !== null) {
      await wait(pause, undefined, { signal: asked.signal });
    }
  }
  throw new Error(`Asking for ${asked.question} failed: the gateway doesn't answer.`);
}

async function askOnce({ url, path, token, signal }: GatewayQuestion): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}${path}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLISECONDS)]),
  });
  return { status: response.status, text: await response.text() };
}
