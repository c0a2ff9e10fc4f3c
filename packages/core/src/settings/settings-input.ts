import { z } from "zod";
import type { Vcs } from "../vcs/repo.ts";
import type { DevcontainerSettings } from "./file/read-devcontainer.ts";
import type { FileSettings, ProjectSettings } from "./project-settings.ts";

/** Who said a setting: nobody, or the one whose word counts. */
export const SettingSource = z.enum(["default", "devcontainer", "file", "project"]);
export type SettingSource = z.infer<typeof SettingSource>;

export interface SettingsInput {
  /** What the project's owner said. */
  project: ProjectSettings;
  /** `.catalyst/config.yaml` at the base; null: there is none. */
  file: FileSettings | null;
  devcontainer: DevcontainerSettings | null;
  vcs: Vcs;
}
