import type { FailureReason } from "../task/task.ts";
import type { BranchProblem } from "./branch-problem.ts";

/** As what a task fails whose result can't become its branch. */
export function failureReasonOfBranch(problem: BranchProblem): FailureReason {
  if (problem.kind === "refused") {
    return problem.by === "secret" ? "secret_found" : "repo_rules";
  }
  return problem.kind === "elsewhere" && problem.isMoving === true ? "branch_moving" : "branch_conflict";
}
