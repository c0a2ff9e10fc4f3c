import type { AgentConfig } from "../../../agent/agent-config.ts";
import { GitHubConfig } from "../../../agent/github-config.ts";
import {
  chooseSettingsBase,
  describeSettingsBase,
  type Base as SettingsOf,
} from "../../../settings/trust/choose-settings-base.ts";
import { baseOfSubject } from "./check-subject.ts";
import type { Deciding } from "./deciding.ts";
import { findMovedBase } from "./find-moved-base.ts";
import { findProposedBase } from "./find-proposed-base.ts";
import { findSaidBase } from "./find-said-base.ts";

const { label: DEFAULT_LABEL } = GitHubConfig.parse({});

/** What an execution starts from, and whose settings count. */
export interface Base {
  name: string;
  commit: string;
  /** It has moved on since the work that goes on, conflicts with that, and is to be brought in though nobody asked for it. */
  isToBring: boolean;
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
  const { name, commit, isToBring } = await findBaseCommit(deciding);
  const config = await deps.settings.get(repo.projectId);
  const trustedCommit = isFirst && task.asked.trustBase ? commit : task.options.trustedBase;
  const { defaultBranch } = repo;
  const trustedBranches = config?.trustedBranches ?? [];
  const base: SettingsOf = { name, commit, trustedCommit, defaultBranch, trustedBranches };
  const chosen = await chooseSettingsBase(base, snapshot);
  return {
    name,
    commit,
    isToBring,
    settingsCommit: chosen.kind === "none" ? null : chosen.commit,
    settingsName: chosen.kind === "base" ? name : chosen.branch,
    settingsNote: describeSettingsBase(base, chosen),
    trustedCommit,
    config,
  };
}

async function findBaseCommit(deciding: Deciding): Promise<{ name: string; commit: string; isToBring: boolean }> {
  const { task, repo, execution, snapshot, continued, subject, isFirst } = deciding;
  const { baseBranch, asked } = task;
  if (isFirst || baseBranch === null) {
    const usual = asked.head === null ? null : repo.defaultBranch;
    const base = asked.base ?? baseOfSubject(task, subject) ?? (await findSaid(deciding)) ?? usual;
    return { ...(await snapshot.findBase(base, task.askedHead)), isToBring: false };
  }
  const isOfNewest = execution.asked.update !== null && !execution.asked.update.isOfOthers;
  if (continued?.baseCommit == null || isOfNewest) {
    return { ...(await snapshot.findBase(baseBranch, null)), isToBring: false };
  }
  const name = (await findProposedBase(deciding)) ?? baseBranch;
  const moved = await findMovedBase(deciding, { name, commit: continued.baseCommit });
  return { name, commit: moved ?? continued.baseCommit, isToBring: moved !== null };
}

async function findSaid({ subject, context, repo, deps }: Deciding): Promise<string | null> {
  const label = (await deps.settings.get(repo.projectId))?.github.label ?? DEFAULT_LABEL;
  return findSaidBase({ subject, context, label });
}
