import { createHash } from "node:crypto";
import type { StandingNamespace, StandingPolicy } from "../namespace/standing.ts";

const DIGEST_LENGTH = 32;

/**
 * What a pod's isolation was proven under: its namespace, and each policy there in the version that it has. Whatever becomes of one, the proofs
 * of before are of something else.
 */
export function groundOf(namespace: StandingNamespace | null, policies: readonly StandingPolicy[]): string {
  const known = policies.map(({ metadata: { name, uid = "", generation = 0 } }) => `${name} ${uid} ${generation}`);
  const text = [namespace?.metadata.uid ?? "", ...known.toSorted()].join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, DIGEST_LENGTH);
}
