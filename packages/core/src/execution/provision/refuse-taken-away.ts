import { CatalystError } from "../../catalyst-error.ts";
import { describeForgeProblem } from "../../forge/forge-outcome.ts";
import type { FoundPullRequest } from "../../forge/forge-port.ts";
import { branchOf } from "../../result/read-publication.ts";
import type { Step } from "../step.ts";
import type { Start } from "./find-start.ts";

/**
 * What people took away where the repository has a forge isn't made again beside them: a branch that they deleted, and a pull request
 * that they closed or merged. Throws `conflict` for it, before anything is spent, and `ForgeAway`.
 */
export async function refuseTakenAway(step: Step, { branchCommit }: Pick<Start, "branchCommit">): Promise<void> {
  const { task, repo, deps } = step;
  if (repo.vcs === "local" || step.execution.resolution.reviewed !== null) {
    return;
  }
  const published = (await deps.executions.listForTask(task.id)).filter(({ result }) => branchOf(result) !== null);
  if (published.length === 0) {
    return;
  }
  if (branchCommit === null) {
    throw refuse(`the branch ${task.branch} was deleted in ${repo.url}, and isn't made again`);
  }
  const isProposed = published.some(({ result }) => result?.publication.kind === "pull_request");
  const found = isProposed ? await findPullRequest(step) : null;
  if (found !== null && !found.isOpen) {
    const { number, url, isMerged } = found;
    const what = isMerged ? "merged" : "closed by people, who may open it again";
    throw refuse(`pull request #${number} was ${what} (${url}): it is left so, and no other is made beside it`);
  }
}

function refuse(why: string): CatalystError {
  return new CatalystError("conflict", `Going on couldn't be published: ${why}. No agent was started.`, {
    way: { kind: "start_task" },
  });
}

/** null: there is none, or nobody may look. */
async function findPullRequest({ task, repo, deps }: Step): Promise<FoundPullRequest | null> {
  const forge = await deps.findForge(repo);
  const outcome = await forge?.findPullRequest({ repo, branch: task.branch });
  if (outcome?.kind === "failed") {
    // Only one that passes is thrown: what keeps it from being read keeps the result from being published.
    describeForgeProblem(outcome.problem);
    return null;
  }
  return outcome?.pullRequest ?? null;
}
