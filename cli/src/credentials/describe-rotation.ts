import type { RouteOutput, Routes } from "@catalyst/api";
import { formatPlural } from "../output/words/format-quantity.ts";

type Rotated = RouteOutput<Routes["rotatePair"]> & { pair: PairName };

export const PAIRS = ["gateway", "worker", "server"] as const;
export type PairName = (typeof PAIRS)[number];

const SEALED = {
  gateway: "Credentials and secrets are",
  worker: "Destinations and the keys of GitHub Apps are",
  server: "The secrets of GitHub's webhooks are",
};

/** What was done, then what is left to do; `keyFile` is where keys are given to the gateway, where this machine knows it. */
export function describeRotation(rotated: Rotated, keyFile: string | null): string[] {
  const { pair, keyId, wrappedCount, neededKeyIds, problems } = rotated;
  const done = `${SEALED[pair]} sealed to the ${pair}'s key ${keyId} now; ${formatPlural(wrappedCount, "sealed value")} wrapped anew.`;
  if (neededKeyIds.length > 0) {
    const needed = `Something is sealed to older keys still (${neededKeyIds.join(", ")}), which are kept. Mend it, then run this again.`;
    return [done, needed, ...problems];
  }
  return [done, ...describeGiven(rotated, (pair === "gateway" ? keyFile : null) ?? placeOf(pair))];
}

/** The machine that this runs on need not be the one that has them. */
function placeOf(pair: PairName): string {
  const onCluster = `${pair}-keys of the cluster's secret, which takes a restart`;
  return pair === "gateway" ? `CATALYST_GATEWAY_KEY_FILE (or ${onCluster})` : onCluster;
}

/** Where a process doesn't keep its keys itself, whoever gives them to it changes them. */
function describeGiven({ removableKeyIds, wrappedCount, keyId }: Rotated, place: string): string[] {
  if (removableKeyIds === null) {
    return [];
  }
  if (removableKeyIds.length > 0) {
    const ids = removableKeyIds.join(", ");
    return [`Nothing is sealed to the older keys any more (${ids}): remove every line but the first from ${place}.`];
  }
  return wrappedCount > 0
    ? []
    : [
        `${keyId} is the only key in ${place}. For another one put a line before it, then run this again: openssl rand -base64 32`,
      ];
}
