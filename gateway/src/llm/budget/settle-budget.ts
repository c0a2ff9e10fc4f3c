import { setTimeout as wait } from "node:timers/promises";
import type { Settlement } from "@catalyst/core";
import { errorFields } from "../../error-fields.ts";
import type { Exchange } from "../../exchange.ts";

type Settling = Pick<Exchange, "deps" | "log" | "usage" | "grant" | "gatewayId">;

/**
 * Stores what a request came to. It outlasts a restart of the database; after a longer outage the estimate stays, and the transcript is
 * told that something is missing. Whoever tells of the end waits for what is being settled.
 */
export function settleBudget(
  exchange: Settling,
  came: Pick<Settlement, "reservationId" | "spent" | "usage">,
): Promise<void> {
  const { settling } = exchange.usage;
  const { executionId } = exchange.grant;
  const settled = store(exchange, { executionId, gatewayId: exchange.gatewayId, ...came }).finally(() => {
    settling.delete(settled);
  });
  settling.add(settled);
  return settled;
}

/** Never throws. */
async function store({ deps, log, usage }: Settling, settlement: Settlement): Promise<void> {
  for (const pauseSeconds of [...deps.limits.recordRetrySeconds, null]) {
    try {
      await deps.budgets.settle(settlement);
      return;
    } catch (error) {
      if (pauseSeconds === null) {
        log.error(errorFields(error), "request not settled: its estimate counts");
        usage.unstoredEvents += settlement.usage === null ? 0 : 1;
        return;
      }
      await wait(pauseSeconds * 1000);
    }
  }
}
