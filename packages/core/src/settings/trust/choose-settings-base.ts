import type { BranchReader } from "../../vcs/branch-reader.ts";
import { isTrustedBranch, type TrustedBranches } from "./trusted-branch.ts";

/** What an execution starts from. */
export interface Base extends TrustedBranches {
  defaultBranch: string;
  /** A branch, tag or commit as the person named it. */
  name: string;
  commit: string;
  /** The commit that a person vouched for when they asked for the task; null: none. */
  trustedCommit: string | null;
}

/**
 * The commit that settings, hooks and hosts are read from, and the only one whose files run with secrets. `branch`: the
 * tip of that branch, as the base itself isn't trusted. `none`: that branch isn't there, so only the owner's own settings
 * count, and nothing runs with secrets.
 */
export type SettingsBase =
  | { kind: "base"; commit: string }
  | { kind: "branch"; branch: string; commit: string }
  | { kind: "none"; branch: string };

/**
 * A base is trusted where it is the tip of a trusted branch at this moment, or a person vouched for that very commit. What
 * such a branch was at earlier is not: it may hold what was taken back since.
 */
export async function chooseSettingsBase(base: Base, branches: BranchReader): Promise<SettingsBase> {
  const { name, commit, trustedCommit, defaultBranch } = base;
  const there = await branches.listBranchesAt(commit);
  if (commit === trustedCommit || there.some((branch) => isTrustedBranch(branch, base))) {
    return { kind: "base", commit };
  }
  for (const branch of isTrustedBranch(name, base) ? [name, defaultBranch] : [defaultBranch]) {
    const tip = await branches.findBranch(branch);
    if (tip !== null) {
      return { kind: "branch", branch, commit: tip };
    }
  }
  return { kind: "none", branch: defaultBranch };
}

/** Tells a person whose settings count where it isn't the base that they named; null: it is, or a newer one of its name. */
export function describeSettingsBase(
  { name, trustedCommit }: Pick<Base, "name" | "trustedCommit">,
  settingsBase: SettingsBase,
): string | null {
  if (settingsBase.kind === "base" || settingsBase.branch === name) {
    return null;
  }
  const { branch } = settingsBase;
  const shown = /^[0-9a-f]{40,64}$/.test(name) ? shorten(name) : name;
  const why =
    trustedCommit === null
      ? `${shown} is not the tip of a trusted branch`
      : `${shown} is not at the commit ${shorten(trustedCommit)} any more, which was trusted`;
  return settingsBase.kind === "branch"
    ? `Settings, hooks, hosts and secrets are those of ${branch} (${shorten(settingsBase.commit)}), as ${why}.`
    : `Only your own settings count, and setup gets no secrets, as ${why}, and the default branch ${branch} is not here.`;
}

function shorten(commit: string): string {
  return commit.slice(0, 10);
}
