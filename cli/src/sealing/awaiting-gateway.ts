import type { AskGatewayDeps } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { Stores } from "../open-stores.ts";
import { pauseForService } from "../up/pause-for-service.ts";

const TIMEOUT_SECONDS = 60;
const GATEWAY = { name: "gateway", code: "gateway_unavailable" } as const;

/** How a command waits for what it asks of the gateway. */
export async function awaitingGateway(
  context: Pick<CliContext, "readConfig" | "interrupted">,
  { gatewayWishes }: Pick<Stores, "gatewayWishes">,
): Promise<AskGatewayDeps> {
  return {
    wishes: gatewayWishes,
    takeSeconds: TIMEOUT_SECONDS,
    timeoutSeconds: TIMEOUT_SECONDS,
    now: () => new Date(),
    pause: () => pauseForService(GATEWAY, context),
  };
}
