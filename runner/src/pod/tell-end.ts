import { RUNNER_EXIT_CODES } from "@catalyst/core";
import { GatewayOutage, outlastOutage } from "../gateway/outage.ts";
import { type GatewayAccess, sendRequest } from "../gateway/send-request.ts";

const ANSWER_MILLISECONDS = 10_000;
const PASSING_STATUSES = [408, 425, 429];

const { done, notVerified, outage } = RUNNER_EXIT_CODES;
type ExitCode = (typeof RUNNER_EXIT_CODES)[keyof typeof RUNNER_EXIT_CODES];

/**
 * Tells the gateway how this stage ends, by which it knows whether the next is needed. Returns how the container is to end: with 0
 * where the kubelet is to go on, also after a `verify` that doesn't accept the work.
 */
export async function tellEnd(access: GatewayAccess, exitCode: ExitCode): Promise<number> {
  const goesOn = exitCode === done || exitCode === notVerified;
  try {
    await outlastOutage(() => tell(access, exitCode), { signal: new AbortController().signal });
  } catch {
    // Nobody would know what the next stage is for.
    return goesOn ? outage : exitCode;
  }
  return goesOn ? done : exitCode;
}

async function tell(access: GatewayAccess, exitCode: number): Promise<void> {
  const { signal } = new AbortController();
  const body = JSON.stringify({ exitCode });
  const request = { ...access, method: "POST", path: "/stage-end", body, signal } as const;
  const { status } = await sendRequest({ ...request, timeoutMilliseconds: ANSWER_MILLISECONDS }).catch(
    (cause: unknown) => {
      throw new GatewayOutage("Telling how the stage ends failed: the gateway doesn't answer.", { cause });
    },
  );
  if (status >= 500 || PASSING_STATUSES.includes(status)) {
    throw new GatewayOutage(`Telling how the stage ends was answered with ${status}.`);
  }
  if (status !== 200) {
    throw new Error(`Telling how the stage ends was answered with ${status}.`);
  }
}
