import type { Actor } from "../../account/actor.ts";
import type { ProjectAction } from "../../account/may.ts";
import { type ProjectOfDeps, projectOf } from "../../account/project-of.ts";
import type { AgentConfig } from "../../agent/agent-config.ts";
import { CatalystError } from "../../catalyst-error.ts";
import { changeOwnerSetting } from "./owner-settings.ts";
import type { SettingValue } from "./setting-kinds.ts";
import type { SettingsStore } from "./settings-store.ts";

export interface SettingsOfInput {
  actor: Actor;
  /** Its name; null: the actor's own. */
  project?: string | null | undefined;
}

export interface ChangeSettingInput extends SettingsOfInput {
  /** Its full name: `budgets.day.usd`. */
  key: string;
  /** `undefined` takes the owner's word back. */
  value: SettingValue | undefined;
  /** Whether these are the settings that whoever asks means to change; absent: whatever they are. */
  isMeant?: (present: AgentConfig) => boolean;
}

export interface ReadSettingsDeps extends ProjectOfDeps {
  settings: Pick<SettingsStore, "get">;
}

/** Says a setting of a project, or takes it back. Throws `invalid_input` with what is wrong, `outdated`, `conflict`, `not_found`, `forbidden`. */
export async function changeSetting(
  { key, value, isMeant, ...of }: ChangeSettingInput,
  deps: ReadSettingsDeps & { settings: SettingsStore; now(): Date },
): Promise<AgentConfig> {
  const before = await readAs(of, { action: "change_settings", attempt: "Changing a setting" }, deps);
  if (isMeant?.(before) === false) {
    throw new CatalystError("outdated", `Changing ${key} failed: somebody changed the settings since they were read.`, {
      way: { kind: "see_list", of: "settings" },
    });
  }
  const after = changeOwnerSetting(before, { key, value }, deps.now());
  await deps.settings.save(after, before.updatedAt);
  return after;
}

/** What the owner of a project said, and the defaults that yield to a repository's file. Throws `not_found` and `forbidden`. */
export function readOwnSettings(of: SettingsOfInput, deps: ReadSettingsDeps): Promise<AgentConfig> {
  return readAs(of, { action: "see", attempt: "Reading the settings" }, deps);
}

async function readAs(
  of: SettingsOfInput,
  what: { action: ProjectAction; attempt: string },
  deps: ReadSettingsDeps,
): Promise<AgentConfig> {
  const { id } = await projectOf({ ...of, ...what }, deps);
  const config = await deps.settings.get(id);
  if (config === null) {
    throw new Error(`the project ${id} has no configuration`);
  }
  return config;
}
