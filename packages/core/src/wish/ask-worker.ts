import type { Actor } from "../account/actor.ts";
import { CatalystError } from "../catalyst-error.ts";
import { CatalystErrorCode } from "../catalyst-error-code.ts";
import { type AwaitAnswerDeps, awaitAnswer, awaitBegin } from "./await-answer.ts";
import type { StoredWish } from "./wish-store.ts";
import type { WorkerAnswer, WorkerWish } from "./worker-wish.ts";

export type AskWorkerDeps = AwaitAnswerDeps<WorkerWish, WorkerAnswer>;
export type WorkerWishState = StoredWish<WorkerWish, WorkerAnswer>;
export type AnswerOf<Kind extends WorkerAnswer["kind"]> = Extract<WorkerAnswer, { kind: Kind }>;

export interface AskedOfWorker {
  wish: WorkerWish;
  actor: Actor | null;
}

/**
 * The worker's answer. Throws `unavailable` when none began in time (then nothing is done), or the answer takes too long. What
 * failed is thrown with its code.
 */
export async function askWorker<Kind extends WorkerAnswer["kind"]>(
  asked: AskedOfWorker,
  kind: Kind,
  deps: AskWorkerDeps,
): Promise<AnswerOf<Kind>> {
  const awaited = await awaitAnswer(asked, deps);
  if (awaited.kind === "not_taken") {
    throw notTaken(deps);
  }
  if (awaited.kind === "late") {
    throw new CatalystError(
      "unavailable",
      `Asking the worker failed: it is at it and didn't end within ${deps.timeoutSeconds} s. Try again in a moment.`,
    );
  }
  return expectKind(awaited.answer, kind);
}

/** Has a worker begin with what takes long. Throws `unavailable` when none did in time: then nothing is done. */
export async function beginAtWorker(asked: AskedOfWorker, deps: AskWorkerDeps): Promise<WorkerWishState> {
  const begun = await awaitBegin(asked, deps);
  if (begun === null) {
    throw notTaken(deps);
  }
  return begun;
}

/** The answer as one of the kind. Throws what failed. */
export function expectKind<Kind extends WorkerAnswer["kind"]>(answer: WorkerAnswer, kind: Kind): AnswerOf<Kind> {
  if (answer.kind === "failed") {
    throw new CatalystError(CatalystErrorCode.catch("unavailable").parse(answer.code), answer.message, {
      way: answer.way,
    });
  }
  if (answer.kind !== kind) {
    throw new Error(`the worker answered ${answer.kind} to who asked for ${kind}`);
  }
  return answer as AnswerOf<Kind>;
}

function notTaken({ takeSeconds }: AskWorkerDeps): CatalystError {
  return new CatalystError(
    "unavailable",
    `Asking the worker failed: none took it within ${takeSeconds} s, as none runs or all are busy, and nothing was done.`,
    { way: { kind: "see_doctor" } },
  );
}
