import type { AccountStore } from "../../account/account-store.ts";
import type { Actor } from "../../account/actor.ts";
import type { ProjectAction } from "../../account/may.ts";
import { projectOf } from "../../account/project-of.ts";
import type { AgentConfig } from "../../agent/agent-config.ts";
import { changeOwnerSetting } from "./owner-settings.ts";
import type { SettingValue } from "./setting-kinds.ts";
import type { SettingsStore } from "./settings-store.ts";

export interface ChangeSettingInput {
  actor: Actor;
  /** Its full name: `budgets.day.usd`. */
  key: string;
  /** `undefined` takes the owner's word back. */
  value: SettingValue | undefined;
}

export interface ReadSettingsDeps {
  accounts: Pick<AccountStore, "ensureProject">;
  settings: Pick<SettingsStore, "get">;
}

/** Says a setting of the actor's own project, or takes it back. Throws `invalid_input` with what is wrong, `conflict` and `forbidden`. */
export async function changeSetting(
  { actor, key, value }: ChangeSettingInput,
  deps: ReadSettingsDeps & { settings: SettingsStore; now(): Date },
): Promise<AgentConfig> {
  const before = await readAs(actor, { action: "change_settings", attempt: "Changing a setting" }, deps);
  const after = changeOwnerSetting(before, { key, value }, deps.now());
  await deps.settings.save(after, before.updatedAt);
  return after;
}

/** What the owner of the actor's own project said, and the defaults that yield to a repository's file. Throws `forbidden`. */
export function readOwnSettings({ actor }: { actor: Actor }, deps: ReadSettingsDeps): Promise<AgentConfig> {
  return readAs(actor, { action: "see", attempt: "Reading the settings" }, deps);
}

async function readAs(
  actor: Actor,
  what: { action: ProjectAction; attempt: string },
  deps: ReadSettingsDeps,
): Promise<AgentConfig> {
  const { id } = await projectOf({ actor, ...what }, deps);
  const config = await deps.settings.get(id);
  if (config === null) {
    throw new Error(`the project ${id} has no configuration`);
  }
  return config;
}
