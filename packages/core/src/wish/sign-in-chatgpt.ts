import { type Actor, personOf } from "../account/actor.ts";
import { forbidden, permitBeside } from "../account/rights/permit.ts";
import { type AskWorkerDeps, beginAtWorker, type WorkerWishState } from "./ask-worker.ts";

/** Has a worker sign the actor in to ChatGPT by a code that it tells. Throws `forbidden`, and like `beginAtWorker`. */
export async function beginChatGptSignIn(
  { actor, isReplacing }: { actor: Actor; isReplacing: boolean },
  deps: AskWorkerDeps,
): Promise<WorkerWishState> {
  const attempt = "Signing in to ChatGPT";
  permitBeside({ actor, action: "keep_own_credentials", attempt });
  const userId = personOf(actor);
  if (userId === null) {
    throw forbidden(attempt);
  }
  return beginAtWorker({ actor, wish: { kind: "sign_in_chatgpt", userId, isReplacing } }, deps);
}
