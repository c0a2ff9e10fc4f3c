import { removeUnseen } from "../../markdown/unseen-characters.ts";
import { type CommandProblem, plainWord } from "./command-problem.ts";
import type { Verb } from "./commands.ts";
import { COMMANDS, type CommandRule } from "./commands.ts";
import { nearestWord } from "./nearest-word.ts";
import { type CommandOptions, isOptionName, NO_OPTIONS, type OptionName, readOption, takesValue } from "./options.ts";
import type { Word } from "./words-of.ts";

type Problem = { kind: "problem"; problem: CommandProblem };

/** What a command's words say beside its options. */
export interface ReadOptions {
  kind: "read";
  options: CommandOptions;
  others: Word[];
}

type ReadWord =
  | { kind: "other"; word: Word }
  | { kind: "option"; name: OptionName; option: Partial<CommandOptions>; words: number };

/** Keyboards make a dash of two hyphens. */
const OPTION = /^(?:--|[—–])([a-z][a-z-]*)(?:=(.*))?$/is;

/** Takes the options out of a command's words, which are in any place before `--`; what isn't an option of the command is a problem. */
export function readOptions(verb: Verb, words: readonly Word[]): ReadOptions | Problem {
  const end = words.findIndex(({ plain }) => plain === "--");
  const [before, after] = end === -1 ? [words, []] : [words.slice(0, end), words.slice(end + 1)];
  const options = new Map<OptionName, Partial<CommandOptions>>();
  const others: Word[] = [];
  for (let at = 0; at < before.length; at++) {
    const read = readWord(verb, before.slice(at, at + 2));
    if (read.kind === "problem") {
      return read;
    }
    if (read.kind === "other") {
      others.push(read.word);
    } else if (options.has(read.name)) {
      return problem({ kind: "option_twice", verb, option: read.name });
    } else {
      options.set(read.name, read.option);
      at += read.words - 1;
    }
  }
  if (options.has("agent") && options.has("race")) {
    return problem({ kind: "options_apart", verb, options: ["agent", "race"] });
  }
  return {
    kind: "read",
    options: Object.assign({ ...NO_OPTIONS }, ...options.values()),
    others: [...others, ...after],
  };
}

/** What a word is, and the one after it where it is its value. */
function readWord(verb: Verb, [word, next]: readonly Word[]): ReadWord | Problem {
  const { plain } = word as Word;
  const [, written, value] = OPTION.exec(plain) ?? [];
  if (written === undefined) {
    const isMeant = OPTION.test(removeUnseen(plain));
    return isMeant ? problem({ kind: "unseen_characters" }) : { kind: "other", word: word as Word };
  }
  const name = optionOf(verb, written.toLowerCase());
  if (name === null) {
    return problem(unknownOption(verb, written));
  }
  const isNext = value === undefined && takesValue(name);
  const option = readOption(name, (isNext ? next?.plain : value) ?? null);
  return option === null
    ? problem({ kind: "value_wrong", verb, option: name })
    : { kind: "option", name, option, words: isNext ? 2 : 1 };
}

function optionOf(verb: Verb, name: string): OptionName | null {
  const { options }: CommandRule = COMMANDS[verb];
  return isOptionName(name) && options.includes(name) ? name : null;
}

function unknownOption(verb: Verb, name: string): CommandProblem {
  const { options }: CommandRule = COMMANDS[verb];
  return { kind: "option_unknown", verb, written: plainWord(name), nearest: nearestWord(name, options) };
}

function problem(of: CommandProblem): Problem {
  return { kind: "problem", problem: of };
}
