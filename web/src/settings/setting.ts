/** How a setting is typed or chosen. `script` and `list` may be said to be empty; what else is emptied is taken back. */
export type SettingKind = "text" | "number" | "boolean" | "choice" | "list" | "script" | "agent" | "agents";

/** A setting of a project, as its page shows it. */
export interface Setting {
  /** Its full name: `budgets.day.usd`. */
  key: string;
  label: string;
  hint?: string;
  kind: SettingKind;
  /** Of a choice: each word, and what it means. */
  words?: Readonly<Record<string, string>>;
  /** What an empty field stands for. */
  placeholder?: string;
  /** Whether a repository's file may say it, too. */
  isFiles: boolean;
}

export interface SettingSection {
  id: string;
  title: string;
  settings: readonly Setting[];
}
