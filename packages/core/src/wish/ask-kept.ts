import type { Actor } from "../account/actor.ts";
import { type AskWorkerDeps, askWorker } from "./ask-worker.ts";
import type { KeptSize } from "./worker-wish.ts";

/** What the machine where environments are made keeps for a while, by its kind. Throws like `askWorker`. */
export async function measureKept({ actor }: { actor: Actor }, deps: AskWorkerDeps): Promise<KeptSize[]> {
  return (await askWorker({ actor, wish: { kind: "measure_kept" } }, "kept", deps)).kept;
}
