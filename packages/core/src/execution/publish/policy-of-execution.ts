import type { ResultPolicy } from "../../result/result-policy.ts";
import type { Step } from "../step.ts";

/** The policy with what all agents read that are known at the base: whoever works on the repository next obeys them. */
export function policyOfExecution({ execution, deps }: Step): ResultPolicy {
  const { policy } = deps;
  const instructions = execution.resolution.instructionPaths.map((path) => ({ role: "agents" as const, path }));
  const isMerged = execution.asked.update !== null || execution.resolution.bringsBase;
  const marks = isMerged ? { findsConflictMarks: true } : {};
  return { ...policy, ...marks, protectedPaths: [...policy.protectedPaths, ...instructions] };
}
