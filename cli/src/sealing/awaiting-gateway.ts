import { setTimeout as wait } from "node:timers/promises";
import { type AskGatewayDeps, CatalystError } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { Stores } from "../open-stores.ts";
import { cleanTerminalText } from "../output/clean-terminal-text.ts";
import { ensureUp, upFailure, upLogPath } from "../up/ensure-up.ts";
import { isFailing } from "../up/service-state.ts";
import { findUp } from "../up/up-lock.ts";

const LOOK_MILLISECONDS = 100;
const TIMEOUT_SECONDS = 60;

/**
 * How a command waits for what it asks of the gateway: it keeps one running meanwhile, and gives up when that fails again and
 * again, or when it is interrupted.
 */
export async function awaitingGateway(
  { readConfig, interrupted }: Pick<CliContext, "readConfig" | "interrupted">,
  { gatewayWishes }: Pick<Stores, "gatewayWishes">,
): Promise<AskGatewayDeps> {
  const config = await readConfig();
  return {
    wishes: gatewayWishes,
    timeoutSeconds: TIMEOUT_SECONDS,
    now: () => new Date(),
    async pause() {
      if (interrupted.aborted) {
        throw new CatalystError(
          "cancelled",
          "Not waited for any longer. The gateway does what it was asked for all the same.",
        );
      }
      await ensureUp(config);
      await refuseFailing(config.home);
      await wait(LOOK_MILLISECONDS);
    },
  };
}

async function refuseFailing(home: string): Promise<void> {
  const services = (await findUp(home))?.services ?? [];
  const gateway = services.find((service) => service.name === "gateway" && isFailing(service, Date.now()));
  const failure = gateway ?? upFailure(home);
  if (failure !== null) {
    throw new CatalystError(
      "gateway_unavailable",
      `Asking the gateway failed: the ${failure.name} failed ${failure.failures} times in a row. It said last: ${cleanTerminalText(failure.lastWords)}\nAll that it said is in ${upLogPath(home)}.`,
    );
  }
}
