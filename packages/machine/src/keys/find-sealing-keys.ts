import type { PairStore, SealingKeys } from "@catalyst/core";
import { readGatewayPublic } from "./gateway-public.ts";
import { openSealer } from "./sealer.ts";

/**
 * What this home seals with and to: the pair of who stores, and the gateway's published key. null: the gateway has published
 * none yet under which this database takes what is sealed. Throws `invalid_configuration`.
 */
export async function findSealingKeys(home: string, keys: Pick<PairStore, "isKnown">): Promise<SealingKeys | null> {
  const recipient = await readGatewayPublic(home);
  return recipient !== null && (await keys.isKnown(recipient.id))
    ? { sealer: await openSealer(home), recipient }
    : null;
}
