import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";

const ANSWER_MILLISECONDS = 10_000;
/** As long as a restart of the gateway takes, with room. */
const PAUSES_MILLISECONDS = [200, 500, 1000, 3000, 10_000];

const Answer = z.object({ variables: z.record(z.string(), z.string()) });

export interface SecretsWish {
  /** Where the gateway is. */
  url: string;
  /** The preparation's token: any other is refused. */
  token: string;
  signal: AbortSignal;
}

/**
 * The repository's secrets as variables for its setup hook. They belong into that process's environment and nowhere else: no
 * file, no event, no other process. Rejects when the gateway refuses, or doesn't answer for long.
 */
export async function fetchSetupSecrets(wish: SecretsWish): Promise<Record<string, string>> {
  for (const pause of [...PAUSES_MILLISECONDS, null]) {
    const answer = await ask(wish).catch(() => null);
    if (answer !== null && answer.status < 500) {
      if (answer.status !== 200) {
        throw new Error(`Asking for the secrets of the setup hook was answered with ${answer.status}.`);
      }
      return Answer.parse(JSON.parse(answer.text)).variables;
    }
    if (pause !== null) {
      await wait(pause, undefined, { signal: wish.signal });
    }
  }
  throw new Error("Asking for the secrets of the setup hook failed: the gateway doesn't answer.");
}

async function ask({ url, token, signal }: SecretsWish): Promise<{ status: number; text: string }> {
  const response = await fetch(`${url}/setup-secrets`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MILLISECONDS)]),
  });
  return { status: response.status, text: await response.text() };
}
