import type { RouteOutput, Routes } from "@catalyst/api";
import { formatPlural } from "../output/words/format-quantity.ts";

type Rotated = RouteOutput<Routes["rotateKeys"]>;

/** What was done, then what is left to do; `keyFile` is where keys are given to the gateway. */
export function describeRotation(rotated: Rotated, keyFile: string | null): string[] {
  const { keyId, wrappedCount, neededKeyIds, problems } = rotated;
  const done = `Credentials and secrets are sealed to the gateway's key ${keyId} now; ${formatPlural(wrappedCount, "sealed value")} wrapped anew.`;
  if (neededKeyIds.length > 0) {
    const needed = `Something is sealed to older keys still (${neededKeyIds.join(", ")}), which are kept. Mend it, then run this again.`;
    return [done, needed, ...problems];
  }
  return [done, ...describeGiven(rotated, keyFile ?? "CATALYST_GATEWAY_KEY_FILE")];
}

/** Where the gateway doesn't keep its keys itself, whoever gives them to it changes the file. */
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
