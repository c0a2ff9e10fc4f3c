import { BeyondBounds } from "../limits/bounds.ts";
import { readOrder } from "../limits/read-order.ts";
import { MalformedObject } from "../objects/parse-tree.ts";
import { GitFailure } from "../run-git.ts";
import { type ImportAnswer, ImportOrder } from "./import-order.ts";
import { takeIn } from "./take-in.ts";

// Runs apart from the worker (run-apart.ts): an order on the standard input, an answer on the standard output.

const MAX_REASON_LENGTH = 500;

const order = ImportOrder.parse(JSON.parse(await readOrder()));
process.stdout.write(JSON.stringify(await answer(order)), () => process.exit());

/** Throws for what may go better next time. */
async function answer(order: ImportOrder): Promise<ImportAnswer> {
  try {
    return await takeIn(order);
  } catch (error) {
    if (error instanceof BeyondBounds || error instanceof MalformedObject || error instanceof GitFailure) {
      return { kind: "unimportable", reason: error.message.slice(0, MAX_REASON_LENGTH) };
    }
    throw error;
  }
}
