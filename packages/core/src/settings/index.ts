export { EffectiveSettings } from "./effective-settings.ts";
export { checkDocument } from "./file/check-document.ts";
export {
  type LoadSettingsInput,
  loadSettings,
  MAX_SETTINGS_BYTES,
  SETTINGS_FILES,
} from "./file/load-settings.ts";
export type { ParsedDocument, SettingsFormats } from "./file/parsed-document.ts";
export {
  AllowedHost,
  expandAllowedHosts,
  isAllowed,
  isHostName,
  REGISTRY_HOSTS,
} from "./hosts/allowed-hosts.ts";
export { changeSetting, readOwnSettings } from "./owner/change-setting.ts";
export { ownerSettings } from "./owner/owner-settings.ts";
export type { SettingValue } from "./owner/setting-kinds.ts";
export type { SettingsStore } from "./owner/settings-store.ts";
export { matchesPath } from "./patterns/path-pattern.ts";
export { isCheckedOut } from "./patterns/sparse-path.ts";
export { ProjectSettings } from "./project-settings.ts";
export { SettingSource } from "./settings-input.ts";
export { settingsObject } from "./settings-object.ts";
export {
  type Base,
  chooseSettingsBase,
  describeSettingsBase,
  type SettingsBase,
} from "./trust/choose-settings-base.ts";
export { isTrustedBranch, type TrustedBranches } from "./trust/trusted-branch.ts";
export { VariableName } from "./variables.ts";
