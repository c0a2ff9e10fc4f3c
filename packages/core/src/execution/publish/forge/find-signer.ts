import { describeForgeProblem } from "../../../forge/forge-outcome.ts";
import type { ForgePort } from "../../../forge/forge-port.ts";
import type { CommitSigner } from "../../../result/signing/commit-signer.ts";
import type { Repo } from "../../../vcs/repo.ts";
import type { Step } from "../../step.ts";

/** By whom commits are made anew, where rules of the branch or of its base want signatures; null: none does. Throws `ForgeAway`. */
export async function findSigner({ task, repo, deps }: Step): Promise<CommitSigner | null> {
  const forge = await deps.findForge(repo);
  const outcome = (await forge?.readTarget({ repo, branches: [task.branch, task.baseBranch] })) ?? null;
  if (outcome?.kind === "failed") {
    // Nothing can be pushed either: that is said by whoever tries.
    describeForgeProblem(outcome.problem);
    return null;
  }
  return forge !== null && outcome?.target.demands.isSigned === true ? signBy(forge, repo) : null;
}

function signBy(forge: ForgePort, repo: Repo): CommitSigner {
  return {
    async sign(commits) {
      const outcome = await forge.remakeCommits({ repo, commits });
      return outcome.kind === "made"
        ? outcome.signing
        : { kind: "unsigned", reason: describeForgeProblem(outcome.problem) };
    },
    async findUnverified(commits) {
      const outcome = await forge.findUnverified({ repo, commits });
      return outcome.kind === "made" ? outcome.reason : describeForgeProblem(outcome.problem);
    },
  };
}
