import { CatalystError, type PairStore, type SealingKeys } from "@catalyst/core";
import { findSealingKeys } from "@catalyst/machine";
import type { CliConfig } from "../config.ts";
import { prepareGatewayKeys } from "./prepare-gateway-keys.ts";

/** What seals in this home. Where the gateway has no key yet for this database, its own program makes it. Throws what that refused. */
export async function openSealing(config: CliConfig, keys: Pick<PairStore, "isKnown">): Promise<SealingKeys> {
  const found = await findSealingKeys(config.home, keys);
  if (found !== null) {
    return found;
  }
  await prepareGatewayKeys(config);
  const made = await findSealingKeys(config.home, keys);
  if (made === null) {
    throw new CatalystError(
      "unavailable",
      "Finding the gateway's public key failed: another one was published at the same time. Try again.",
    );
  }
  return made;
}
