import type { CliConfig } from "../config.ts";
import { findHome } from "./find-home.ts";

/** What a command that asks for work is to know of the settings. */
export type AskingSettings = Pick<CliConfig, "home" | "providerVariables">;

/** All that can be set wrongly: one of them, and the settings are read with what checks them. */
const CHECKED = /^(?:CATALYST|ANTHROPIC|CLAUDE_CODE|OPENAI|GEMINI|GOOGLE_GEMINI|OPENROUTER|OLLAMA)_|^DATABASE_URL$/;
/** Taken as they are. */
const KEYS = ["ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY", "OPENROUTER_API_KEY"];
const TAKEN: readonly string[] = [...KEYS, "CATALYST_HOME", "CATALYST_SERVER"];
/** All that this one can be: it is of no use to who asks, and can be set for all that a person does. */
const SWITCH = { name: "CATALYST_WEB", values: ["on", "off"] };

/**
 * The settings where nothing is set that could be wrong: loading what checks them takes longer than asking for a task does. null:
 * there is something to check.
 */
export function readAskingSettings(env: NodeJS.ProcessEnv): AskingSettings | null {
  const home = findHome(env);
  const set = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  if (home === null || set.some(mayBeWrong)) {
    return null;
  }
  return { home, providerVariables: Object.fromEntries(set.filter(([name]) => KEYS.includes(name))) };
}

function mayBeWrong([name, value]: [string, string]): boolean {
  return CHECKED.test(name) && !TAKEN.includes(name) && !(name === SWITCH.name && SWITCH.values.includes(value));
}
