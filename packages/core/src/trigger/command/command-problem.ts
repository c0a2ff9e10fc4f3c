import type { Verb } from "./commands.ts";
import type { OptionName } from "./options.ts";

/** Why a command can't be done as it is written. `written`: what stands there, where it is a plain word. */
export type CommandProblem =
  | { kind: "verb_unknown"; written: string | null; nearest: Verb | null }
  | { kind: "option_unknown"; verb: Verb; written: string | null; nearest: OptionName | null }
  | { kind: "option_twice" | "value_wrong"; verb: Verb; option: OptionName }
  | { kind: "options_apart"; verb: Verb; options: readonly [OptionName, OptionName] }
  | { kind: "words_unexpected" | "words_missing"; verb: Verb }
  /** Characters that nobody sees, or that turn the order in which others are seen, stand in it. */
  | { kind: "unseen_characters" };

const PLAIN_WORD = /^[\w-]{1,32}$/;

/** The word, where it can be shown to anyone. */
export function plainWord(text: string): string | null {
  return PLAIN_WORD.test(text) ? text : null;
}
