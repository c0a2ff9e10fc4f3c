import type { SettingSource } from "@catalyst/core";
import { SETTING_KINDS } from "@catalyst/core/apart";
import type { Output } from "../output/output.ts";
import { renderTable } from "../output/render-table.ts";
import { cleanTerminalLine } from "../output/words/clean-terminal-text.ts";
import { SETTING_SOURCES } from "./setting-sources.ts";

export interface ShownSettings {
  env: Record<string, string>;
  sources: Record<string, SettingSource>;
}

/** One line for each setting: its name, its value, who said it. */
export function showSettings(settings: ShownSettings & object, output: Output): void {
  showRows(listKeys(settings), settings, output);
}

/** The same for those that somebody said. How many are as they are by default. */
export function showSaidSettings(settings: ShownSettings & object, output: Output): number {
  const all = listKeys(settings);
  const said = all.filter((key) => (settings.sources[key] ?? "default") !== "default");
  if (said.length > 0) {
    showRows(said, settings, output);
  }
  return all.length - said.length;
}

function listKeys({ env }: ShownSettings): string[] {
  return [...Object.keys(SETTING_KINDS), ...Object.keys(env).map((name) => `env.${name}`)];
}

function showRows(keys: string[], settings: ShownSettings & object, output: Output): void {
  const rows = keys.map((key) => [
    key,
    cleanTerminalLine(showValue(valueAt(settings, key)), 60),
    SETTING_SOURCES[settings.sources[key] ?? "default"],
  ]);
  for (const line of renderTable(["setting", "value", "from"], rows, output)) {
    output.data(line);
  }
}

/** The value of a setting by its full name. */
export function valueAt(settings: object, key: string): unknown {
  return key
    .split(".")
    .reduce<unknown>((group, name) => (group as Record<string, unknown> | undefined)?.[name], settings);
}

function showValue(value: unknown): string {
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) {
    return "-";
  }
  return Array.isArray(value) ? value.join(", ") : String(value).replaceAll("\n", " ⏎ ");
}
