import { AgentConfig } from "../../agent/agent-config.ts";
import { CatalystError } from "../../catalyst-error.ts";
import { ProjectSettings } from "../project-settings.ts";
import { describeIssue, describeUnknown } from "../settings-object.ts";
import { kindOf, SETTING_KINDS, type SettingValue } from "./setting-kinds.ts";

/** What the owner of a project said; the rest of its configuration is defaults. */
export function ownerSettings(config: AgentConfig): ProjectSettings {
  return ProjectSettings.parse(pick(config, config.ownerKeys));
}

/** The configuration with one setting said anew; `undefined` takes the owner's word back. Throws `invalid_input`. */
export function changeOwnerSetting(
  config: AgentConfig,
  { key, value }: { key: string; value: SettingValue | undefined },
  now: Date,
): AgentConfig {
  checkKnown(key);
  const ownerKeys = [...config.ownerKeys.filter((one) => one !== key), ...(value === undefined ? [] : [key])].sort();
  const said = pick(config, ownerKeys);
  if (value !== undefined) {
    setAt(said, key.split("."), value);
  }
  const parsed = ProjectSettings.safeParse(said);
  if (holdsUnstorable(value)) {
    throw refuse(key, "it holds a NUL, or half of a character");
  }
  if (!parsed.success) {
    throw refuse(key, parsed.error.issues.map(describeIssue).join("; "));
  }
  const { id, projectId, createdAt } = config;
  return AgentConfig.parse({ ...parsed.data, id, projectId, createdAt, ownerKeys, updatedAt: now });
}

/** Throws `invalid_input` for a setting that there isn't. */
function checkKnown(key: string): void {
  if (kindOf(key) === undefined) {
    throw refuse(key, describeUnknown(key, [...Object.keys(SETTING_KINDS), "env.NAME"]));
  }
}

/** What no store of ours can hold in a text. */
function holdsUnstorable(value: SettingValue | undefined): boolean {
  return [value].flat().some((text) => typeof text === "string" && (text.includes("\0") || !text.isWellFormed()));
}

type Group = Record<string, unknown>;

function pick(from: object, keys: readonly string[]): Group {
  const picked: Group = {};
  for (const key of keys) {
    const path = key.split(".");
    const value = path.reduce<unknown>((group, name) => (group as Group | undefined)?.[name], from);
    if (value !== undefined && value !== null) {
      setAt(picked, path, value);
    }
  }
  return picked;
}

function setAt(group: Group, [name = "", ...rest]: string[], value: unknown): void {
  if (rest.length === 0) {
    group[name] = value;
    return;
  }
  group[name] ??= {};
  setAt(group[name] as Group, rest, value);
}

function refuse(key: string, problem: string): CatalystError {
  const sentence = `${problem}${problem.endsWith("?") ? "" : "."}`;
  return new CatalystError("invalid_input", `Changing the setting ${key.slice(0, 100)} failed: ${sentence}`, {
    way: { kind: "see_list", of: "settings" },
  });
}
