import type { GatewayAddress } from "@catalyst/core";
import { NotTheGateway } from "./dial-gateway.ts";
import { GatewayOutage, outlastOutage, type Patience } from "./outage.ts";
import { sendRequest } from "./send-request.ts";

const ANSWER_MILLISECONDS = 10_000;

/**
 * Resolves once the gateway has answered from here, without having been shown a token; at an environment's own socket nobody
 * else can be. Rejects with `NotTheGateway` when somebody else answers, and with `GatewayOutage` when nobody does for long.
 */
export async function proveGateway(gateway: GatewayAddress, patience: Patience): Promise<void> {
  if (!("socket" in gateway)) {
    await outlastOutage(() => askForHealth(gateway, patience.signal), patience);
  }
}

async function askForHealth(gateway: GatewayAddress, signal: AbortSignal): Promise<void> {
  const question = { gateway, token: null, method: "GET", path: "/health" } as const;
  const { status } = await sendRequest({ ...question, timeoutMilliseconds: ANSWER_MILLISECONDS, signal }).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      throw cause instanceof NotTheGateway ? cause : new GatewayOutage("The gateway doesn't answer.", { cause });
    },
  );
  if (status !== 200) {
    throw new GatewayOutage(`The gateway answered with ${status} before anything was asked of it.`);
  }
}
