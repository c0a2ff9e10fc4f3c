import type { CommandProblem } from "./command-problem.ts";
import { actOf, COMMANDS, type CommandPlace, type CommandRule, type Verb } from "./commands.ts";
import { OPTION_VALUES, type OptionName } from "./options.ts";

/** What can be said there, a line each, in Markdown. `isAllowed`: whether this person may. */
export function describeCommands(place: CommandPlace, isAllowed: (rule: CommandRule) => boolean): string {
  return verbs()
    .filter((verb) => actOf(verb, place) !== null && isAllowed(COMMANDS[verb]))
    .map((verb) => `- ${describeUsage(verb)}: ${COMMANDS[verb].does}`)
    .join("\n");
}

/** What is wrong with a command and what would be right, in Markdown that has nothing of the text but plain words in code. */
export function describeProblem(problem: CommandProblem): string {
  switch (problem.kind) {
    case "verb_unknown":
      return `${quote(problem.written, "This")} is no command.${ask(problem.nearest)} There are ${verbs()
        .map((verb) => `\`${verb}\``)
        .join(", ")}.`;
    case "option_unknown":
      return `${quote(problem.written && `--${problem.written}`, "This")} is no option of it.${ask(problem.nearest && `--${problem.nearest}`)} It is written ${describeUsage(problem.verb)}.`;
    case "option_twice":
      return `\`--${problem.option}\` stands there twice.`;
    case "value_wrong":
      return `\`--${problem.option}\` is written ${describeOption(problem.option)}.`;
    case "options_apart":
      return `${problem.options.map((option) => `\`--${option}\``).join(" and ")} don't go together.`;
    case "words_unexpected":
    case "words_missing":
      return `It is written ${describeUsage(problem.verb)}.`;
    case "unseen_characters":
      return "Characters that can't be seen stand in it. Please write it anew.";
  }
}

function describeUsage(verb: Verb): string {
  const { usage, options }: CommandRule = COMMANDS[verb];
  const words = ["/catalyst", verb, usage, ...options.map((option) => `[${writeOption(option)}]`)];
  return `\`${words.filter((word) => word !== "").join(" ")}\``;
}

function describeOption(option: OptionName): string {
  return `\`${writeOption(option)}\``;
}

function writeOption(option: OptionName): string {
  return [`--${option}`, OPTION_VALUES[option]].filter((part) => part !== null).join(" ");
}

function quote(written: string | null, otherwise: string): string {
  return written === null ? otherwise : `\`${written}\``;
}

function ask(nearest: string | null): string {
  return nearest === null ? "" : ` Did you mean \`${nearest}\`?`;
}

function verbs(): Verb[] {
  return Object.keys(COMMANDS) as Verb[];
}
