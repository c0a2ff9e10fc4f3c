import { setTimeout as wait } from "node:timers/promises";
import { errorFields } from "../../error-fields.ts";
import { recordEvent } from "../../events/record-event.ts";
import type { Exchange } from "../../exchange.ts";

/** Between two looks at what an execution's task has spent, which sums up all of its requests. */
const PAUSE_MILLISECONDS = 500;

/**
 * Has people told what is nearly spent, after the answer, so that no request waits for it. What can't be told now is told after the next
 * request. Of many requests at once some share a look; none is the last without one after it.
 */
export function warnOfSpending(exchange: Exchange): void {
  const { spendingLook } = exchange.usage;
  spendingLook.isWanted = true;
  if (!spendingLook.isUnderWay) {
    spendingLook.isUnderWay = true;
    void lookWhileWanted(exchange);
  }
}

async function lookWhileWanted(exchange: Exchange): Promise<void> {
  const { spendingLook } = exchange.usage;
  while (spendingLook.isWanted) {
    spendingLook.isWanted = false;
    await look(exchange);
    await wait(PAUSE_MILLISECONDS, undefined, { ref: false });
  }
  spendingLook.isUnderWay = false;
}

/** Never throws. */
async function look({ deps, grant, log, usage }: Exchange): Promise<void> {
  try {
    for (const { of, ...use } of await deps.budgets.warn(grant.executionId)) {
      // Of a budget each execution's transcript says it by itself.
      if (of === "threshold") {
        await recordEvent({ deps, grant, log, usage }, { type: "budget", kind: "threshold", ...use });
      }
    }
  } catch (error) {
    log.warn(errorFields(error), "spending not told");
  }
}
