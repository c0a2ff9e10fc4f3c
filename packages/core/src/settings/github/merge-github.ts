import { GitHubConfig } from "../../agent/github-config.ts";
import type { Decide } from "../decide-setting.ts";
import type { SettingsInput } from "../settings-input.ts";

const DEFAULTS = GitHubConfig.parse({});

const either = (a: boolean, b: boolean) => a || b;

/** How the project works with GitHub: the owner's word, which a repository can only make stricter. */
export function mergeGitHub({ project, file }: Pick<SettingsInput, "project" | "file">, decide: Decide): GitHubConfig {
  const owner = project.github ?? {};
  const own = file?.github ?? {};
  const ofOwner = <Key extends Exclude<keyof GitHubConfig, "caps">>(key: Key) =>
    decide<GitHubConfig[Key]>(`github.${key}`, { project: owner[key] as GitHubConfig[Key] | undefined }) ??
    DEFAULTS[key];
  const cap = (key: keyof GitHubConfig["caps"]) =>
    decide(`github.caps.${key}`, { project: owner.caps?.[key] }) ?? DEFAULTS.caps[key];
  const both = <Key extends keyof typeof own>(key: Key) => ({ project: owner[key], file: own[key] });
  return {
    publish: decide("github.publish", both("publish"), (_owner, hold) => hold) ?? DEFAULTS.publish,
    outsiders: ofOwner("outsiders"),
    outsiderPlan: decide("github.outsiderPlan", both("outsiderPlan"), either) ?? DEFAULTS.outsiderPlan,
    bots: ofOwner("bots"),
    teams: ofOwner("teams"),
    label: ofOwner("label"),
    caps: {
      perAuthorHour: cap("perAuthorHour"),
      perRepositoryDay: cap("perRepositoryDay"),
      perPullRequestDay: cap("perPullRequestDay"),
      botsInRow: cap("botsInRow"),
    },
    maxParallel: ofOwner("maxParallel"),
    dco: ofOwner("dco"),
    reviewAuto: ofOwner("reviewAuto"),
    reviewInline: decide("github.reviewInline", both("reviewInline"), Math.min) ?? DEFAULTS.reviewInline,
    autofix: ofOwner("autofix"),
    deleteBranch: ofOwner("deleteBranch"),
    draft: decide("github.draft", both("draft"), either) ?? DEFAULTS.draft,
    labels: ofOwner("labels"),
  };
}
