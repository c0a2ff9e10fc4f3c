import { errorFields } from "../../error-fields.ts";
import { recordEvent } from "../../events/record-event.ts";
import type { Exchange } from "../../exchange.ts";

/**
 * Tells people what is nearly spent, after the answer, so that no request waits for it. What can't be told now is told after the next
 * request. Never throws.
 */
export async function warnOfSpending(exchange: Exchange): Promise<void> {
  const { deps, grant, log } = exchange;
  try {
    for (const { of, ...use } of await deps.budgets.warn(grant.executionId)) {
      // Of a budget each execution's transcript says it by itself.
      if (of === "threshold") {
        await recordEvent(exchange, { type: "budget", kind: "threshold", ...use });
      }
    }
  } catch (error) {
    log.warn(errorFields(error), "spending not told");
  }
}
