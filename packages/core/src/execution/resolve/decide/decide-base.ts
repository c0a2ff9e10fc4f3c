import type { AgentConfig } from "../../../agent/agent-config.ts";
import {
  chooseSettingsBase,
  describeSettingsBase,
  type Base as SettingsOf,
} from "../../../settings/trust/choose-settings-base.ts";
import { baseOfSubject } from "./check-subject.ts";
import type { Deciding } from "./deciding.ts";

/** What an execution starts from, and whose settings count. */
export interface Base {
  name: string;
  commit: string;
  /** null: no commit's. */
  settingsCommit: string | null;
  /** The branch or commit that they are of, as people know it. */
  settingsName: string;
  /** Why they aren't the base's own; null: they are. */
  settingsNote: string | null;
  /** The commit that a person vouches for. */
  trustedCommit: string | null;
  /** What the project's owner said; null: nothing. */
  config: AgentConfig | null;
}

/** The base as it was asked for the first time, as it is now for a retry or to be brought in, and as it was for what goes on. */
export async function decideBase(deciding: Deciding): Promise<Base> {
  const { task, repo, snapshot, deps, isFirst } = deciding;
  const { name, commit } = await findBaseCommit(deciding);
  const config = await deps.settings.get(repo.projectId);
  const trustedCommit = isFirst && task.asked.trustBase ? commit : task.options.trustedBase;
  const { defaultBranch } = repo;
  const trustedBranches = config?.trustedBranches ?? [];
  const base: SettingsOf = { name, commit, trustedCommit, defaultBranch, trustedBranches };
  const chosen = await chooseSettingsBase(base, snapshot);
  return {
    name,
    commit,
    settingsCommit: chosen.kind === "none" ? null : chosen.commit,
    settingsName: chosen.kind === "base" ? name : chosen.branch,
    settingsNote: describeSettingsBase(base, chosen),
    trustedCommit,
    config,
  };
}

async function findBaseCommit(deciding: Deciding): Promise<{ name: string; commit: string }> {
  const { task, repo, execution, snapshot, continued, subject, isFirst } = deciding;
  const { baseBranch, asked } = task;
  if (isFirst || baseBranch === null) {
    const usual = asked.head === null ? null : repo.defaultBranch;
    return snapshot.findBase(asked.base ?? baseOfSubject(task, subject) ?? usual, task.askedHead);
  }
  const isOfNewest = execution.asked.update !== null && !execution.asked.update.isOfOthers;
  return continued?.baseCommit == null || isOfNewest
    ? snapshot.findBase(baseBranch, null)
    : { name: baseBranch, commit: continued.baseCommit };
}
