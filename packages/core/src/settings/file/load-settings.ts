import type { AgentConfig } from "../../agent/agent-config.ts";
import type { EnvironmentLimits } from "../../environment/limits/environment-limits.ts";
import type { Vcs } from "../../vcs/repo.ts";
import { type EffectiveSettings, effectiveSettings } from "../effective-settings.ts";
import { ownerSettings } from "../owner/owner-settings.ts";
import type { SettingsFormats } from "./parsed-document.ts";
import { DEVCONTAINER_FILES, type DevcontainerSettings, readDevcontainer } from "./read-devcontainer.ts";
import { PROJECT_FILE, readProjectFile } from "./read-project-file.ts";

/** Longer settings are refused. */
export const MAX_SETTINGS_BYTES = 64 * 1024;
export const SETTINGS_FILES: readonly string[] = [PROJECT_FILE, ...DEVCONTAINER_FILES];

export interface LoadSettingsInput {
  /** The texts of `SETTINGS_FILES` that are there: at the base, never at what an agent or a pull request left. */
  files: ReadonlyMap<string, string>;
  /** Where they were read, for errors: `at main`. */
  where: string;
  /** null: the project has no configuration yet. */
  config: AgentConfig | null;
  vcs: Vcs;
  /** What environments get; null: not known here. */
  limits: EnvironmentLimits | null;
}

/** The settings that count, and who said them. Throws `invalid_configuration` for a wrong `.catalyst/config.yaml`. */
export function loadSettings(input: LoadSettingsInput, formats: SettingsFormats): EffectiveSettings {
  const { files, where, config, vcs } = input;
  const text = files.get(PROJECT_FILE);
  return effectiveSettings({
    project: config === null ? {} : ownerSettings(config),
    file: text === undefined ? null : readProjectFile({ text, where }, formats),
    devcontainer: findDevcontainer(input, formats),
    vcs,
  });
}

function findDevcontainer(
  { files, limits }: LoadSettingsInput,
  { parseJsonc }: SettingsFormats,
): DevcontainerSettings | null {
  const file = DEVCONTAINER_FILES.find((path) => files.has(path));
  return file === undefined ? null : readDevcontainer({ document: parseJsonc(files.get(file) ?? ""), file }, limits);
}
