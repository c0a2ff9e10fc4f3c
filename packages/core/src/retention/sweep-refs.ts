import { keptAtOf } from "../result/read-publication.ts";
import { pageThrough } from "./page-through.ts";
import { outlivedBefore, type Retention } from "./retention.ts";
import type { SweepDeps } from "./sweep-deps.ts";

/**
 * Removes refs of results from their repositories: one that a branch has or Catalyst itself keeps once refs have had their
 * time, any, such as what a later turn dropped, once results have had theirs.
 */
export async function sweepRefs(retention: Retention, deps: SweepDeps): Promise<number> {
  const { retained, repos, repositories, signal, now } = deps;
  const isOld = (endedAt: Date | null) => Number(endedAt) < outlivedBefore(now(), retention.results).getTime();
  let removed = 0;
  const page = { endedBefore: outlivedBefore(now(), retention.refs), signal };
  for await (const { execution, repoId } of pageThrough(page, retained.listWithRef)) {
    const { ref = null, headCommit: commit = null } = execution.result ?? {};
    const repo = await repos.get(repoId);
    if (ref === null || commit === null || repo === null || signal.aborted) {
      continue;
    }
    const isForced = keptAtOf(execution.result) !== null || isOld(execution.endedAt);
    // A repository that can't be had is looked at again another time.
    if (await repositories.removeKept({ repo, ref, commit, isForced }).catch(() => false)) {
      await retained.forgetRef(execution.id);
      removed += 1;
    }
  }
  return removed;
}
