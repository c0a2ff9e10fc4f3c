import { CatalystError, type GatewayKeyStore, type PublicKey, type SealingKeys } from "@catalyst/core";
import { openSealer, readGatewayPublic } from "@catalyst/machine";
import type { CliConfig } from "../config.ts";
import { prepareGatewayKeys } from "./prepare-gateway-keys.ts";

type KnownKeys = Pick<GatewayKeyStore, "isKnown">;

/**
 * What this home seals with and to: the pair of who stores, and the gateway's published key. Where the gateway has none yet for
 * this database, its own program makes it. Throws what that refused.
 */
export async function openSealing(config: CliConfig, keys: KnownKeys): Promise<SealingKeys> {
  // Before the gateway's: it is told of who seals to it.
  const sealer = await openSealer(config.home);
  const published = await findPublished(config, keys);
  if (published !== null) {
    return { sealer, recipient: published };
  }
  await prepareGatewayKeys(config);
  const recipient = await findPublished(config, keys);
  if (recipient === null) {
    throw new CatalystError(
      "unavailable",
      "Finding the gateway's public key failed: another one was published at the same time. Try again.",
    );
  }
  return { sealer, recipient };
}

/** The published one, if what is sealed to it may be stored. */
async function findPublished({ home }: CliConfig, keys: KnownKeys): Promise<PublicKey | null> {
  const published = await readGatewayPublic(home);
  return published !== null && (await keys.isKnown(published.id)) ? published : null;
}
