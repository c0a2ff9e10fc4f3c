import { CatalystError, type GatewayKeyStore, type SealingKeys } from "@catalyst/core";
import { findSealingKeys } from "@catalyst/machine";

/** What seals to this home's gateway. Throws `gateway_unavailable` as long as that has published no key. */
export async function openSealing(home: string, keys: Pick<GatewayKeyStore, "isKnown">): Promise<SealingKeys> {
  const found = await findSealingKeys(home, keys);
  if (found === null) {
    throw new CatalystError(
      "gateway_unavailable",
      "Sealing failed: the gateway has published no key yet, which it does when it starts. Try again in a moment.",
    );
  }
  return found;
}
