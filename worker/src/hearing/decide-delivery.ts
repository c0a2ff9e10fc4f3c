import { CatalystError } from "@catalyst/core";
import { signalOf } from "@catalyst/core/trigger";
import type { DecideDelivery } from "./take-delivery.ts";

/** What has no rule means nothing here. What has one is kept for whoever can act on it. */
export const decideDelivery: DecideDelivery = async ({ event, payload }) => {
  const reading = signalOf({ event, payload });
  if (reading.kind === "none") {
    return { decision: "ignored", reason: reading.reason };
  }
  throw new CatalystError("unsupported", "Deciding a delivery failed: this worker can't act on GitHub.");
};
