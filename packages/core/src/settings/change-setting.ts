import { type Actor, LOCAL_LOGIN } from "../account/actor.ts";
import type { AgentConfig } from "../agent/agent-config.ts";
import type { RepoStore } from "../vcs/repo-store.ts";
import { changeOwnerSetting, type SettingValue } from "./owner-settings.ts";

export interface ChangeSettingInput {
  actor: Actor;
  /** Its full name: `budgets.day.usd`. */
  key: string;
  /** `undefined` takes the owner's word back. */
  value: SettingValue | undefined;
}

/** Says a setting of the actor's project, or takes it back. Throws `invalid_input` with what is wrong, and `conflict`. */
export async function changeSetting(
  { actor, key, value }: ChangeSettingInput,
  deps: { repos: Pick<RepoStore, "ensureConfig" | "saveConfig">; now(): Date },
): Promise<AgentConfig> {
  const before = await readOwnSettings({ actor }, deps);
  const after = changeOwnerSetting(before, { key, value }, deps.now());
  await deps.repos.saveConfig(after, before.updatedAt);
  return after;
}

/** What the owner of the actor's project said, and the defaults that yield to a repository's file. */
export function readOwnSettings(
  _input: { actor: Actor },
  { repos }: { repos: Pick<RepoStore, "ensureConfig"> },
): Promise<AgentConfig> {
  return repos.ensureConfig(LOCAL_LOGIN);
}
