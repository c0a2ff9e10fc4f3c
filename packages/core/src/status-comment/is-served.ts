import type { AgentExecution } from "../execution/execution.ts";

/**
 * Whether the forge is told of a task: of one that people asked for here only once it is known that whoever asked may have us act there, else anybody could have us
 * comment anywhere. `later`: nobody has looked yet.
 */
export function isServed(executions: readonly AgentExecution[]): "yes" | "no" | "later" {
  const isOfThose = executions.some(({ askedBy: { kind } }) => kind === "forge_account" || kind === "machine_owner");
  if (isOfThose || executions.some(({ resolution }) => resolution !== null)) {
    return "yes";
  }
  if (executions.some(({ endedAt }) => endedAt === null)) {
    return "later";
  }
  // What was wrong with anything else was found out after it.
  return executions.some(({ refusal }) => refusal !== null && refusal.way?.kind !== "link_account") ? "yes" : "no";
}
