import { CatalystError } from "../catalyst-error.ts";
import { CatalystErrorCode } from "../catalyst-error-code.ts";
import type { KeptKind } from "../retention/retention.ts";
import { type AwaitAnswerDeps, awaitAnswer } from "./await-answer.ts";
import type { WorkerAnswer, WorkerWish } from "./worker-wish.ts";

export type AskWorkerDeps = AwaitAnswerDeps<WorkerWish, WorkerAnswer>;
type Answer<Kind extends WorkerAnswer["kind"]> = Extract<WorkerAnswer, { kind: Kind }>;

/** Has a worker install an agent, unless it is there. Throws like `askWorker`. */
export function askForAgent({ agentId }: { agentId: string }, deps: AskWorkerDeps): Promise<Answer<"installed">> {
  return askWorker({ kind: "install_agent", agentId }, "installed", deps);
}

/** Has a worker remove what has had its time; with kinds, all of these that nothing uses. Throws like `askWorker`. */
export function askForSweep({ kinds }: { kinds: KeptKind[] | null }, deps: AskWorkerDeps): Promise<Answer<"swept">> {
  return askWorker({ kind: "sweep", kinds }, "swept", deps);
}

/** Has a worker drop what setups made, of one repository or (null) of all. Throws like `askWorker`. */
export function askToDropSetups(
  { repoId }: { repoId: string | null },
  deps: AskWorkerDeps,
): Promise<Answer<"dropped">> {
  return askWorker({ kind: "drop_setups", repoId }, "dropped", deps);
}

/** Throws `unavailable` when there was no answer in time: the wish waits for a worker then. What failed is thrown with its code. */
async function askWorker<Kind extends WorkerAnswer["kind"]>(
  wish: WorkerWish,
  kind: Kind,
  deps: AskWorkerDeps,
): Promise<Answer<Kind>> {
  const answer = await awaitAnswer(wish, deps);
  if (answer === null) {
    throw new CatalystError(
      "unavailable",
      `Asking the worker failed: it didn't answer within ${deps.timeoutSeconds} s. It does what it was asked for once it runs. See: catalyst doctor`,
    );
  }
  if (answer.kind === "failed") {
    throw new CatalystError(CatalystErrorCode.catch("unavailable").parse(answer.code), answer.message);
  }
  if (answer.kind !== kind) {
    throw new Error(`the worker answered ${answer.kind} to who asked for ${kind}`);
  }
  return answer as Answer<Kind>;
}
