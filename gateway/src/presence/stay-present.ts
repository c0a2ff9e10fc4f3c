import { type BudgetStore, GATEWAY_LEASE_SECONDS } from "@catalyst/core";
import type { Logger } from "pino";
import { errorFields } from "../error-fields.ts";

/** Several may be missed. */
const BEAT_MILLISECONDS = (GATEWAY_LEASE_SECONDS * 1000) / 6;

/** Says that the gateway is there, until it is stopped. Throws when that can't be said at first. Returns how to stop. */
export async function stayPresent(
  gatewayId: string,
  { budgets, log }: { budgets: Pick<BudgetStore, "enter" | "stay">; log: Logger },
): Promise<() => void> {
  await budgets.enter(gatewayId);
  const beat = setInterval(() => {
    budgets.stay(gatewayId).catch((error: unknown) => log.warn(errorFields(error), "presence not told"));
  }, BEAT_MILLISECONDS);
  return () => clearInterval(beat);
}
