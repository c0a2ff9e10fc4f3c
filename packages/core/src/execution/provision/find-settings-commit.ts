import { type Base, chooseSettingsBase, describeSettingsBase } from "../../settings/trust/choose-settings-base.ts";
import type { Step } from "../step.ts";

/** The commit whose settings an execution gets, told in the transcript where it isn't its base; null: there is none. */
export async function findSettingsCommit(step: Step, baseCommit: string): Promise<string | null> {
  const { task, repo, lease, deps } = step;
  const config = await deps.repos.getConfig(repo.projectId);
  const base: Base = {
    name: task.baseBranch,
    commit: baseCommit,
    trustedCommit: task.options.trustedBase,
    defaultBranch: repo.defaultBranch,
    trustedBranches: config?.trustedBranches ?? [],
  };
  const chosen = await chooseSettingsBase(base, {
    findBranch: (branch) => deps.repositories.findBranch(repo, branch),
    listBranchesAt: (commit) => deps.repositories.listBranchesAt(repo, commit),
  });
  const words = describeSettingsBase(base, chosen);
  if (words !== null) {
    const body = { type: "log", stream: "system", text: words } as const;
    await deps.events.record({ executionId: lease.executionId, source: "worker", body });
  }
  return chosen.kind === "none" ? null : chosen.commit;
}
