import type { Actor } from "../account/actor.ts";
import { permitBeside } from "../account/rights/permit.ts";
import { type AskGatewayDeps, rotateGatewayKeys } from "../credential/ask-gateway.ts";
import type { Rotated } from "../sealing/rotated.ts";
import { type AskWorkerDeps, askWorker } from "../wish/ask-worker.ts";
import type { PairKey, PairKeyStore, PairName } from "./sealing-pair.ts";

export interface KeepPairsDeps {
  gateway: AskGatewayDeps;
  worker: AskWorkerDeps;
  /** The server's own, which it changes itself. */
  rotateServerPair(): Promise<Rotated>;
  pairKeys: PairKeyStore;
}

/** Which keys there are, since when, and what is sealed to each. Throws `forbidden`. */
export function listPairs(
  { actor }: { actor: Actor },
  { pairKeys }: Pick<KeepPairsDeps, "pairKeys">,
): Promise<PairKey[]> {
  permitBeside({ actor, action: "rotate_keys", attempt: "Looking at the pairs" });
  return pairKeys.list();
}

/**
 * Has whoever has the pair change it, and wrap all that is sealed to it anew. Throws `forbidden`, `gateway_unavailable` or
 * `unavailable` where they don't answer, and `invalid_configuration` for keys that can't be read.
 */
export async function rotateSealingPair(
  { actor, pair }: { actor: Actor; pair: PairName },
  deps: Omit<KeepPairsDeps, "pairKeys">,
): Promise<Rotated> {
  permitBeside({ actor, action: "rotate_keys", attempt: `Changing the ${pair}'s keys` });
  switch (pair) {
    case "gateway":
      return rotateGatewayKeys({ actor }, deps.gateway);
    case "worker":
      return askWorker({ actor, wish: { kind: "rotate_keys" } }, "rotated", deps.worker);
    case "server":
      return deps.rotateServerPair();
  }
}
