import type { OwnSettings } from "../actions/projects.ts";
import { textOf, valueAt } from "./setting-text.ts";

/** What is said in every new project of a team. */
const BEGUN: Readonly<Record<string, string>> = { enabledAgents: "claude-code\naider" };

/** Whether a setting is what every project of a team has from its beginning. */
export function isAsTeamsBegin(key: string, settings: OwnSettings["settings"]): boolean {
  return BEGUN[key] !== undefined && textOf(valueAt(settings, key)) === BEGUN[key];
}
