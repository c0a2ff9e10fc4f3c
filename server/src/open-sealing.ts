import { setTimeout as wait } from "node:timers/promises";
import { CatalystError, type GatewayKeyStore, type SealingKeys } from "@catalyst/core";
import { findSealingKeys } from "@catalyst/machine";

/** A gateway that starts beside the server publishes its first key within this. */
const PATIENCE_MILLISECONDS = 20_000;
const LOOK_MILLISECONDS = 50;

/** What seals to this home's gateway, waiting for its first key. Throws `gateway_unavailable` when it publishes none. */
export async function openSealing(home: string, keys: Pick<GatewayKeyStore, "isKnown">): Promise<SealingKeys> {
  const until = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const found = await findSealingKeys(home, keys);
    if (found !== null) {
      return found;
    }
    if (Date.now() > until) {
      throw new CatalystError(
        "gateway_unavailable",
        "Sealing failed: the gateway has published no key yet, which it does when it starts. Try again in a moment.",
      );
    }
    await wait(LOOK_MILLISECONDS);
  }
}
