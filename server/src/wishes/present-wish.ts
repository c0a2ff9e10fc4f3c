import { Wish } from "@catalyst/api";
import { CatalystErrorCode, type WorkerAnswer, type WorkerWishState } from "@catalyst/core";

/** How far something is that takes long, in the contract's words. */
export function presentWish({ id, wish, progress, answer, createdAt }: WorkerWishState): Wish {
  const failure = answer?.kind === "failed" ? answer : null;
  return {
    id,
    kind: Wish.shape.kind.parse(wish?.kind),
    state: stateOf(answer),
    progress: answer === null ? progress : null,
    answer: failure === null ? Wish.shape.answer.parse(answer) : null,
    problem:
      failure === null
        ? null
        : {
            code: CatalystErrorCode.catch("unavailable").parse(failure.code),
            detail: failure.message,
            ...(failure.way == null ? {} : { way: failure.way }),
          },
    createdAt: createdAt.toISOString(),
  };
}

function stateOf(answer: WorkerAnswer | null): Wish["state"] {
  if (answer === null) {
    return "working";
  }
  return answer.kind === "failed" ? "failed" : "done";
}
