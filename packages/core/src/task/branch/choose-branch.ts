import { CatalystError } from "../../catalyst-error.ts";
import { type BranchProblem, describeBranchProblem } from "../../result/branch-problem.ts";
import { isTrustedBranch } from "../../settings/trust/trusted-branch.ts";
import type { Repo } from "../../vcs/repo.ts";
import { branchNameProblem, nameBranches } from "./name-branch.ts";

export interface BranchChoice {
  taskId: string;
  title: string;
  repo: Pick<Repo, "url" | "defaultBranch">;
  /** null: it isn't known. */
  baseBranch: string | null;
  /** Beside the default branch. */
  trustedBranches: readonly string[];
  /** null: any that fits. */
  branch: string | null;
}

/** What keeps a branch from being made new in the repository; null: nothing, or it can't be known from here. */
export type FindBranchProblem = (branch: string) => Promise<BranchProblem | null>;

/** The branch for a task's result. Throws `invalid_input` for one that is asked for and can't be made, before anything is spent. */
export async function chooseBranch(choice: BranchChoice, find: FindBranchProblem): Promise<string> {
  const names = choice.branch === null ? nameBranches(choice.taskId, choice.title) : [choice.branch];
  let problem: BranchProblem | null = null;
  for (const name of names) {
    checkBranchName(name, choice);
    problem = await find(name);
    if (problem === null) {
      return name;
    }
  }
  throw new CatalystError(
    "invalid_input",
    `The branch "${names[0]}" can't be made in ${choice.repo.url}: ${describeBranchProblem(problem as BranchProblem)}.`,
    { way: { kind: "choose", what: "branch" } },
  );
}

/** Throws `invalid_input` for a name that no result may have. */
export function checkBranchName(
  branch: string,
  { baseBranch, repo, trustedBranches }: Pick<BranchChoice, "baseBranch" | "repo" | "trustedBranches">,
): void {
  const problem = branchNameProblem(branch);
  if (problem !== null) {
    throw new CatalystError("invalid_input", `The branch name "${branch}" can't be used: ${problem}.`, {
      way: { kind: "choose", what: "branch" },
    });
  }
  if (branch === baseBranch) {
    throw refuseBranch(branch, "it is the one the work starts from");
  }
  if (isTrustedBranch(branch, { ...repo, trustedBranches })) {
    throw refuseBranch(branch, "settings come from it, and its files run with secrets");
  }
}

function refuseBranch(branch: string, reason: string): CatalystError {
  return new CatalystError("invalid_input", `The result can't go to the branch "${branch}": ${reason}.`, {
    way: { kind: "choose", what: "branch" },
  });
}
