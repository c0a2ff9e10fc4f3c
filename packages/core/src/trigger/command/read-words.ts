import { AgentId } from "../../agent/agent-id.ts";
import { removeUnseen } from "../../markdown/unseen-characters.ts";
import { type CommandProblem, plainWord } from "./command-problem.ts";
import { COMMANDS, type CommandRule, findVerb, type Verb } from "./commands.ts";
import { nearestWord } from "./nearest-word.ts";
import { type CommandOptions, NO_OPTIONS } from "./options.ts";
import { readOptions } from "./read-options.ts";
import { type CommandLine, isTurned, wordsOf } from "./words-of.ts";

export type ReadWords =
  | { kind: "read"; verb: Verb; options: CommandOptions; words: string }
  | { kind: "problem"; problem: CommandProblem };

/** Reads the words after our name: a verb, its options, and what else is said. Nothing at all asks for help. */
export function readWords(line: CommandLine): ReadWords {
  const [first, ...rest] = wordsOf(line);
  if (first === undefined) {
    return { kind: "read", verb: "help", options: NO_OPTIONS, words: "" };
  }
  const verb = findVerb(first.plain);
  if (isTurned(line.text) || (verb === null && findVerb(removeUnseen(first.plain)) !== null)) {
    return problem({ kind: "unseen_characters" });
  }
  if (verb === null) {
    const nearest = nearestWord(first.plain, Object.keys(COMMANDS) as Verb[]);
    return problem({ kind: "verb_unknown", written: plainWord(first.text), nearest });
  }
  const read = readOptions(verb, rest);
  if (read.kind === "problem") {
    return read;
  }
  const words = read.others.map(({ text }) => text).join(" ");
  return fits(verb, words)
    ? { kind: "read", verb, options: read.options, words }
    : problem({ kind: words === "" ? "words_missing" : "words_unexpected", verb });
}

/** Words that are wanted may also stand on the lines below. */
function fits(verb: Verb, words: string): boolean {
  const rule: CommandRule = COMMANDS[verb];
  switch (rule.words) {
    case "none":
      return words === "";
    case "agent":
      return AgentId.safeParse(words).success;
    default:
      return true;
  }
}

function problem(of: CommandProblem): ReadWords {
  return { kind: "problem", problem: of };
}
