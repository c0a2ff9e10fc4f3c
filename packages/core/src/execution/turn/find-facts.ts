import type { RepositoryFacts } from "../../prompt/repository/describe-facts.ts";
import { CODE_OWNERS_PATHS, MAX_CODE_OWNERS_BYTES, readCodeOwners } from "../../settings/patterns/code-owners.ts";
import type { Step } from "../step.ts";
import { findForgeNow } from "./find-forge-now.ts";

/** What an agent is told of the repository itself. What a forge doesn't say just then is left out: it is only told. */
export async function findFacts(step: Step): Promise<RepositoryFacts> {
  const { execution, task, repo, deps } = step;
  const { id: executionId, baseCommit: commit } = execution;
  const maxBytes = MAX_CODE_OWNERS_BYTES;
  const files = await deps.repositories.readFiles({ repo, executionId, commit, paths: CODE_OWNERS_PATHS, maxBytes });
  const path = CODE_OWNERS_PATHS.find((one) => files.has(one));
  return {
    ...{ defaultBranch: repo.defaultBranch, base: task.baseBranch, rules: await findRules(step) },
    isSignedOff: execution.resolution.settings.github.dco !== "none",
    ownersOf: readCodeOwners(path === undefined ? "" : (files.get(path) ?? "")),
  };
}

async function findRules(step: Step): Promise<RepositoryFacts["rules"]> {
  const { task, repo } = step;
  const forge = await findForgeNow(step);
  const outcome = await forge?.readTarget({ repo, branches: [task.baseBranch] });
  if (outcome?.kind !== "made") {
    return null;
  }
  const { isProtected, demands } = outcome.target;
  return { isProtected, ...demands };
}
