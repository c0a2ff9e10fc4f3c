import { CatalystError } from "../../../catalyst-error.ts";
import type { AgentExecution } from "../../../execution/execution.ts";
import type { Lease } from "../../../execution/execution-store.ts";
import type { Memory } from "../memory.ts";

/** The execution, if the lease still holds; throws `lease_lost`. */
export function getMine(memory: Memory, lease: Lease): AgentExecution {
  const execution = memory.executions.get(lease.executionId);
  if (execution === undefined || execution.epoch !== lease.epoch || execution.endedAt !== null) {
    throw new CatalystError("lease_lost", `Writing execution ${lease.executionId} was refused: another worker has it.`);
  }
  return execution;
}
