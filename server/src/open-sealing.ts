import { setTimeout as wait } from "node:timers/promises";
import { CatalystError, type PairStore, type SealingKeys } from "@catalyst/core";
import { findRecipientSealing, findSealingKeys } from "@catalyst/machine";

/** What starts beside the server publishes its first key within this. */
const PATIENCE_MILLISECONDS = 20_000;
const LOOK_MILLISECONDS = 50;

type KnownKeys = Pick<PairStore, "isKnown">;

/** What seals to this home's gateway, waiting for its first key. Throws `gateway_unavailable` when it publishes none. */
export async function openSealing(home: string, keys: KnownKeys): Promise<SealingKeys> {
  const found = await lookPatiently(() => findSealingKeys(home, keys));
  if (found === null) {
    throw new CatalystError(
      "gateway_unavailable",
      "Sealing failed: the gateway has published no key yet, which it does when it starts. Try again in a moment.",
    );
  }
  return found;
}

/** What seals to this home's workers, waiting for the first one. Throws `unavailable` when none publishes a key. */
export async function openDeliverySealing(home: string, keys: KnownKeys): Promise<SealingKeys> {
  const found = await lookPatiently(() => findRecipientSealing(home, "worker", keys));
  if (found === null) {
    throw new CatalystError(
      "unavailable",
      "Sealing failed: no worker has published a key yet, which one does when it starts. Try again in a moment.",
    );
  }
  return found;
}

/** What seals to this home's servers, of which this is one. Throws `unavailable`. */
export async function openWebhookSealing(home: string, keys: KnownKeys): Promise<SealingKeys> {
  const found = await lookPatiently(() => findRecipientSealing(home, "server", keys));
  if (found === null) {
    throw new CatalystError("unavailable", "Sealing failed: the server's public key is gone. Start Catalyst anew.");
  }
  return found;
}

async function lookPatiently<Found>(look: () => Promise<Found | null>): Promise<Found | null> {
  const until = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const found = await look();
    if (found !== null || Date.now() > until) {
      return found;
    }
    await wait(LOOK_MILLISECONDS);
  }
}
