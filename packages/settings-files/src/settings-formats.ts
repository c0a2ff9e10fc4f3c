import type { SettingsFormats } from "@catalyst/core";
import { parseJsonc } from "./parse-jsonc.ts";
import { parseYaml } from "./parse-yaml.ts";

/** The formats of settings files, read by the libraries of their field. */
export const settingsFormats: SettingsFormats = { parseYaml, parseJsonc };
