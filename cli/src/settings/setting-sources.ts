import type { SettingSource } from "@catalyst/core";

/** Who said a setting, as people know it. */
export const SETTING_SOURCES: Record<SettingSource, string> = {
  default: "default",
  devcontainer: "devcontainer.json",
  file: ".catalyst/config.yaml",
  project: "catalyst config",
};
