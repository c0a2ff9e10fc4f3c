import { BeyondBounds } from "../limits/bounds.ts";
import { MalformedObject } from "../objects/parse-tree.ts";
import { GitFailure } from "../run-git.ts";
import type { ImportAnswer, ImportOrder } from "./import-order.ts";
import { takeIn } from "./take-in.ts";

const MAX_REASON_LENGTH = 500;

/** Takes in what was pushed, or says why it can't be. Throws for what may go better next time. */
export async function answerOrder(order: ImportOrder): Promise<ImportAnswer> {
  try {
    return await takeIn(order);
  } catch (error) {
    if (error instanceof BeyondBounds || error instanceof MalformedObject || error instanceof GitFailure) {
      return { kind: "unimportable", reason: error.message.slice(0, MAX_REASON_LENGTH) };
    }
    throw error;
  }
}
