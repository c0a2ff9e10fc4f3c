import { fileURLToPath } from "node:url";
import type { ImportInput, ImportOutcome } from "@catalyst/core";
import { PUSHED_LIMITS } from "../limits/process-limits.ts";
import { createWaitingProgram, type WaitingProgram } from "../limits/waiting-program.ts";
import { keptName, quarantinePath, resultPath } from "../paths.ts";
import { ImportAnswer, type ImportOrder } from "./import-order.ts";

const PROGRAM = fileURLToPath(new URL("./main.ts", import.meta.url));
const SEARCH_SECONDS = 120;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** What brings in and checks what executions pushed, in processes apart, under limits. */
export type Importers = WaitingProgram;

export function createImporters(): Importers {
  return createWaitingProgram({ program: PROGRAM, limits: PUSHED_LIMITS, maxOutputBytes: MAX_ANSWER_BYTES });
}

/**
 * Has what an execution pushed brought in and checked by a process apart. What it read, and what reading it took, stays
 * there.
 */
export async function importResult(home: string, input: ImportInput, importers: Importers): Promise<ImportOutcome> {
  const { seconds, signal } = input;
  const order = makeImportOrder(home, input);
  const end = await importers
    .take()
    .give({ input: JSON.stringify(order), seconds: seconds ?? PUSHED_LIMITS.seconds, signal });
  if (end.kind === "stopped") {
    return {
      kind: "unimportable",
      reason: `reading it reached the limit of ${end.limit}`,
      keptAt: keptName(home, order.quarantinePath),
    };
  }
  return outcomeOf(home, order, ImportAnswer.parse(JSON.parse(end.output)));
}

export function makeImportOrder(home: string, input: ImportInput): ImportOrder {
  const { executionId, repo: _, seconds: __, signal: ___, ...rest } = input;
  return {
    ...rest,
    quarantinePath: quarantinePath(home, executionId),
    resultPath: resultPath(home, executionId),
    searchSeconds: SEARCH_SECONDS,
  };
}

export function outcomeOf(home: string, order: ImportOrder, answer: ImportAnswer): ImportOutcome {
  const path = answer.kind === "imported" ? order.resultPath : order.quarantinePath;
  return { ...answer, keptAt: keptName(home, path) };
}
