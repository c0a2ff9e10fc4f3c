import type { OwnSettings, SettingValue } from "../actions/projects.ts";
import { quoteForShell } from "../words/quote-for-shell.ts";
import { SECTIONS } from "./sections.ts";
import type { SettingKind } from "./setting.ts";
import { readText, textOf, valueAt } from "./setting-text.ts";

/** What is typed and not saved, by the settings' full names; null: taken back. */
export type Drafts = Readonly<Record<string, string | null>>;

/** What is to be saved. `value` null: taken back. */
export interface Change {
  key: string;
  value: SettingValue | null;
  before: string;
}

const KINDS = new Map(SECTIONS.flatMap(({ settings }) => settings.map(({ key, kind }) => [key, kind] as const)));

/** Variables aren't of the table: they are text of their own names, and may be empty. */
function kindOf(key: string): SettingKind {
  return KINDS.get(key) ?? "script";
}

/** What differs from what is saved, in the order in which it was touched. */
export function changesOf(drafts: Drafts, { settings, set }: OwnSettings): Change[] {
  return Object.entries(drafts).flatMap(([key, draft]) => {
    const before = textOf(valueAt(settings, key));
    const isSaid = set.includes(key);
    const value = draft === null ? null : readText(kindOf(key), draft);
    const isNew = key.startsWith("env.") && !isSaid;
    const isSame = value === null ? !isSaid : textOf(value) === before && !isNew;
    return isSame ? [] : [{ key, value, before }];
  });
}

/** The same in a terminal. */
export function commandOf({ key, value }: Change, project: string): string {
  const where = `--project ${quoteForShell(project)}`;
  return value === null
    ? `catalyst config unset ${quoteForShell(key)} ${where}`
    : `catalyst config set ${quoteForShell(key)} ${quoteForShell([value].flat().join(","))} ${where}`;
}
