import { GitHubConfig } from "../../agent/github-config.ts";

/** Who we are on a forge. Numbers decide: names change hands. */
export interface ForgeIdentity {
  /** The account that does everything; null: it isn't known yet, or it is a person's. */
  botId: string | null;
  /** The person as whom we act: what they alone do asks us for something. Absent: we are an App. */
  personId?: string;
  /** Accounts that people pick in the forge's boxes, and that do nothing. */
  assigneeIds: readonly string[];
  /** Teams whose being asked for a review asks us. */
  teamIds: readonly string[];
  /** As what we are spoken to, without the @. */
  mentionNames: readonly string[];
}

/** What a project lets happen by itself. */
export interface TriggerPolicy {
  /** Bots that may ask, where they may write. */
  botIds: readonly string[];
  /** The label that asks for work; after it and a colon, the agent that is to do it. */
  label: string;
  /** What people who may not write are answered. */
  outsiders: GitHubConfig["outsiders"];
  tasksPerAuthorAndHour: number;
  tasksPerRepositoryAndDay: number;
  /** Of turns that nobody asked for in words. */
  turnsPerPullRequestAndDay: number;
  /** Of an issue or pull request, by bots, without a person's word in between. */
  turnsOfBotsInRow: number;
  /** How often failed checks of a pull request of ours are worked on. */
  autofix: number;
  /** Which pull requests are reviewed unasked. */
  reviewAuto: "off" | "ready" | "push";
  /** Whether the branch of a merged pull request of ours is deleted. */
  deleteBranch: boolean;
}

export function policyOf(config: GitHubConfig): TriggerPolicy {
  const { bots, label, outsiders, caps, autofix, reviewAuto, deleteBranch } = config;
  return {
    ...{ botIds: bots, label, outsiders, autofix, reviewAuto, deleteBranch },
    tasksPerAuthorAndHour: caps.perAuthorHour,
    tasksPerRepositoryAndDay: caps.perRepositoryDay,
    turnsPerPullRequestAndDay: caps.perPullRequestDay,
    turnsOfBotsInRow: caps.botsInRow,
  };
}

/** Of a project whose owner said nothing. */
export const DEFAULT_TRIGGER_POLICY = policyOf(GitHubConfig.parse({}));
