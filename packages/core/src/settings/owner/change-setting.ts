import type { Actor } from "../../account/actor.ts";
import type { AuditStore } from "../../account/people/audit-entry.ts";
import { noteOf } from "../../account/people/note-of.ts";
import { type ProjectOfDeps, projectOf } from "../../account/project-of.ts";
import type { ProjectAction, SeenProject } from "../../account/rights/may.ts";
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

export interface ChangeSettingDeps extends ReadSettingsDeps {
  settings: SettingsStore;
  audit: Pick<AuditStore, "add">;
  now(): Date;
}

/** Says a setting of a project, or takes it back, which is written down without the value. Throws `invalid_input` with what is wrong, `outdated`, `conflict`, `not_found`, `forbidden`. */
export async function changeSetting(
  { key, value, isMeant, ...of }: ChangeSettingInput,
  deps: ChangeSettingDeps,
): Promise<AgentConfig> {
  const { project, config: before } = await readAs(
    of,
    { action: "change_settings", attempt: "Changing a setting" },
    deps,
  );
  if (isMeant?.(before) === false) {
    throw new CatalystError("outdated", `Changing ${key} failed: somebody changed the settings since they were read.`, {
      way: { kind: "see_list", of: "settings" },
    });
  }
  const after = changeOwnerSetting(before, { key, value }, deps.now());
  await deps.settings.save(after, before.updatedAt);
  const facts = { project: project.id, setting: key, change: value === undefined ? "taken_back" : "said" };
  await deps.audit.add(noteOf({ actor: of.actor, kind: "setting_changed", teamId: project.teamId, facts }));
  return after;
}

/** What the owner of a project said, and the defaults that yield to a repository's file. Throws `not_found` and `forbidden`. */
export async function readOwnSettings(of: SettingsOfInput, deps: ReadSettingsDeps): Promise<AgentConfig> {
  return (await readAs(of, { action: "see", attempt: "Reading the settings" }, deps)).config;
}

async function readAs(
  of: SettingsOfInput,
  what: { action: ProjectAction; attempt: string },
  deps: ReadSettingsDeps,
): Promise<{ project: SeenProject; config: AgentConfig }> {
  const project = await projectOf({ ...of, ...what }, deps);
  const config = await deps.settings.get(project.id);
  if (config === null) {
    throw new Error(`the project ${project.id} has no configuration`);
  }
  return { project, config };
}
