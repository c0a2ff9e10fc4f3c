import { setTimeout as wait } from "node:timers/promises";
import type { Spending } from "@catalyst/core";
import { errorFields } from "../../error-fields.ts";
import type { Exchange } from "../../exchange.ts";

/** Stores what a request came to. It outlasts a restart of the database; after a longer outage the estimate stays. */
export async function settleBudget(
  { deps, log }: Pick<Exchange, "deps" | "log">,
  reservationId: string,
  spent: Spending,
): Promise<void> {
  for (const pauseSeconds of [...deps.limits.recordRetrySeconds, null]) {
    try {
      await deps.budgets.settle(reservationId, spent);
      return;
    } catch (error) {
      if (pauseSeconds === null) {
        log.error(errorFields(error), "request not settled: its estimate counts");
        return;
      }
      await wait(pauseSeconds * 1000);
    }
  }
}
