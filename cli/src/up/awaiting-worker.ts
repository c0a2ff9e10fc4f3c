import type { AskWorkerDeps } from "@catalyst/core";
import type { CliContext } from "../cli-context.ts";
import type { Stores } from "../open-stores.ts";
import { pauseForService } from "./pause-for-service.ts";

/** An agent may be large, and its registry slow. */
const TIMEOUT_SECONDS = 20 * 60;
const WORKER = { name: "worker", code: "unavailable" } as const;

/** How a command waits for what it asks of a worker. */
export function awaitingWorker(
  context: Pick<CliContext, "readConfig" | "interrupted">,
  { workerWishes }: Pick<Stores, "workerWishes">,
): AskWorkerDeps {
  return {
    wishes: workerWishes,
    takeSeconds: TIMEOUT_SECONDS,
    timeoutSeconds: TIMEOUT_SECONDS,
    now: () => new Date(),
    pause: () => pauseForService(WORKER, context),
  };
}
