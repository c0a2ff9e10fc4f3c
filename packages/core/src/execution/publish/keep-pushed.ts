import type { TaskResult } from "../../task/task.ts";
import type { Step } from "../step.ts";
import { unimportableResult } from "./unimportable-result.ts";

/** What the execution pushed, kept as it lies and not looked at; null: it pushed nothing. */
export async function keepPushed({ execution, deps }: Step, reason: string): Promise<TaskResult | null> {
  const keptAt = await deps.repositories.findQuarantine(execution.id);
  return keptAt === null ? null : unimportableResult({ kind: "unimportable", reason, keptAt });
}
