import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import type { ForgePort } from "../../../forge/forge-port.ts";
import type { PublishBranchInput } from "../../../result/repository-port.ts";
import type { CommitSigner } from "../../../result/signing/commit-signer.ts";
import type { Repo } from "../../../vcs/repo.ts";
import type { AgentExecution } from "../../execution.ts";
import type { Step } from "../../step.ts";

/** What rules of the branch and of its base want of the commits that are published. */
export type Demands = Required<Pick<PublishBranchInput, "signer" | "isLinear">>;

/**
 * Asks for the rules of now. `made`: the execution whose result it is; one that was to rebase its branch has a line, whatever the rules.
 * Throws `ForgeAway`.
 */
export async function findDemands({ task, repo, deps }: Step, made: Pick<AgentExecution, "asked">): Promise<Demands> {
  const isRebase = made.asked.update?.isRebase === true;
  const forge = await deps.findForge(repo);
  const outcome = (await forge?.readTarget({ repo, branches: [task.branch, task.baseBranch] })) ?? null;
  if (outcome?.kind === "failed") {
    // Nothing can be pushed either: that is said by whoever tries.
    describeForgeProblem(outcome.problem);
  }
  if (forge === null || outcome?.kind !== "made") {
    return { signer: null, isLinear: isRebase };
  }
  const { isSigned, isLinear } = outcome.target.demands;
  return { signer: isSigned ? signBy(forge, repo) : null, isLinear: isLinear || isRebase };
}

/** By the forge commits are made anew that are to be signed. */
function signBy(forge: ForgePort, repo: Repo): CommitSigner {
  return {
    async sign(commits) {
      const outcome = await forge.remakeCommits({ repo, commits });
      return outcome.kind === "made"
        ? outcome.signing
        : { kind: "unsigned", reason: describeForgeProblem(outcome.problem) };
    },
    async commit(wish) {
      const outcome = await forge.commitOnBranch({ repo, ...wish });
      return outcome.kind === "made"
        ? outcome.signing
        : { kind: "unsigned", reason: describeForgeProblem(outcome.problem), at: wish.from };
    },
    async findUnverified(commits) {
      const outcome = await forge.findUnverified({ repo, commits });
      return outcome.kind === "made" ? outcome.reason : describeForgeProblem(outcome.problem);
    },
  };
}
