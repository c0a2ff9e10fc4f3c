import type { ImportedResult } from "../result/repository-port.ts";
import type { Step } from "./step.ts";

/** What the execution pushed, checked. Nothing is published by it. */
export function importResult({ execution, task, repo, deps }: Step, baseCommit: string): Promise<ImportedResult> {
  return deps.repositories.importResult({
    executionId: execution.id,
    taskId: task.id,
    repo,
    baseCommit,
    branch: task.branch,
    policy: { ...deps.policy, knownSecrets: [] },
  });
}
