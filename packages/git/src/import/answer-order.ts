import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { BeyondBounds } from "../limits/bounds.ts";
import { MalformedObject } from "../objects/parse-tree.ts";
import { GitFailure } from "../run-git.ts";
import type { ImportAnswer, ImportOrder } from "./import-order.ts";
import { takeIn } from "./take-in.ts";

const MAX_REASON_LENGTH = 500;

/**
 * Takes in what was pushed, or says why it can't be. Throws for what may go better next time. The result is whole, or as it was:
 * another worker may be at the same, and comes to the same.
 */
export async function answerOrder(order: ImportOrder): Promise<ImportAnswer> {
  const fresh = `${order.resultPath}.${randomUUID()}.new`;
  try {
    const answer = await takeIn({ ...order, resultPath: fresh });
    await putInPlace(fresh, order.resultPath);
    return answer;
  } catch (error) {
    if (error instanceof BeyondBounds || error instanceof MalformedObject || error instanceof GitFailure) {
      return { kind: "unimportable", reason: error.message.slice(0, MAX_REASON_LENGTH) };
    }
    throw error;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function putInPlace(fresh: string, path: string): Promise<void> {
  for (;;) {
    try {
      return await rename(fresh, path);
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? "";
      if (code === "ENOENT") {
        // Nothing was pushed.
        return rm(path, { recursive: true, force: true });
      }
      if (!["ENOTEMPTY", "EEXIST"].includes(code)) {
        throw error;
      }
    }
    const before = `${path}.${randomUUID()}.new`;
    await rename(path, before).catch(() => undefined);
    await rm(before, { recursive: true, force: true });
  }
}
