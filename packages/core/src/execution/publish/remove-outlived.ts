import type { Step } from "../step.ts";

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
/** As long as a person may want to look at a result beside its branch. */
const KEPT_DAYS = 30;
/** What is neither on a branch nor kept by Catalyst, such as what a later turn dropped. */
const ALONE_DAYS = 180;
const MAX_AT_ONCE = 200;

/**
 * Removes refs of results that have had their time from the repository: 30 days after its end one that a branch has or
 * Catalyst itself keeps, and after 180 days any.
 */
export async function removeOutlived({ repo, deps }: Step): Promise<void> {
  const now = deps.now().getTime();
  const endedBefore = new Date(now - KEPT_DAYS * DAY_MILLISECONDS);
  for (const { id, endedAt, result } of await deps.executions.listKept({
    repoId: repo.id,
    endedBefore,
    limit: MAX_AT_ONCE,
  })) {
    const isOld = now - Number(endedAt) > ALONE_DAYS * DAY_MILLISECONDS;
    const { ref = null, headCommit = null, keptAt = null } = result ?? {};
    if (ref === null || headCommit === null) {
      continue;
    }
    const isForced = isOld || keptAt !== null;
    if (await deps.repositories.removeKept({ repo, ref, commit: headCommit, isForced })) {
      await deps.executions.forgetRef(id);
    }
  }
}
