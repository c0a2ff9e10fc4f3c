import type { Actor } from "../account/actor.ts";
import { permitBeside } from "../account/rights/permit.ts";
import { type AskWorkerDeps, askWorker } from "./ask-worker.ts";
import type { KeptSize } from "./worker-wish.ts";

/** What the machine where environments are made keeps for a while, by its kind. Throws `forbidden`, and like `askWorker`. */
export async function measureKept({ actor }: { actor: Actor }, deps: AskWorkerDeps): Promise<KeptSize[]> {
  permitBeside({ actor, action: "remove_leftovers", attempt: "Measuring what is kept" });
  return (await askWorker({ actor, wish: { kind: "measure_kept" } }, "kept", deps)).kept;
}
