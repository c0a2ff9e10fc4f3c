import { emptyResult } from "../../../result/empty-result.ts";
import type { TaskResult } from "../../../task/task.ts";
import type { AnyStep } from "../../step.ts";
import { hasWords, readWords } from "../forge/read-words.ts";
import { unimportableResult } from "./unimportable-result.ts";

/** What the execution pushed, kept as it lies and not looked at, with what was said of it; null: there is neither. */
export async function keepPushed(step: AnyStep, reason: string): Promise<TaskResult | null> {
  const { execution, deps } = step;
  const words = await readWords(step);
  const keptAt = await deps.repositories.findQuarantine(execution.id);
  if (keptAt !== null) {
    return unimportableResult({ kind: "unimportable", reason, keptAt }, words);
  }
  return hasWords(words) ? emptyResult(words) : null;
}
