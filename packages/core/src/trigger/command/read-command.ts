import type { CommandProblem } from "./command-problem.ts";
import { COMMANDS, type CommandRule, type Verb } from "./commands.ts";
import { type CommandOptions, NO_OPTIONS } from "./options.ts";
import { readWords } from "./read-words.ts";
import { readShownLines, type ShownLine } from "./shown-lines.ts";
import { BLANK } from "./words-of.ts";

/** What is wanted of us, in the words of who wrote the text. Whether they may is asked elsewhere. */
export interface Command {
  kind: "command";
  /** null: we are mentioned, and what follows is no command. */
  verb: Verb | null;
  options: CommandOptions;
  /** What stands on the command's line beside its options. */
  words: string;
  /** What is to be done: `words` and the lines after them, without a verb the whole text; without what an e-mail answers. */
  instruction: string;
}

/** The text asks nothing of us. */
export interface NoCommand {
  kind: "none";
}

/** It is meant for us, and can't be done as it is written. */
export interface UnknownCommand {
  kind: "unknown";
  problem: CommandProblem;
}

type Reading = Command | NoCommand | UnknownCommand;

interface Where {
  lines: readonly string[];
  line: ShownLine;
  /** What follows our name begins there. */
  from: number;
}

/** Forges take 65,536 characters, each of which may count twice here. */
const MAX_TEXT_LENGTH = 131_072;
const SLASH = new RegExp(`^${BLANK}*/catalyst(?=${BLANK}|$)`, "i");
const NAME = /^[a-z\d](?:[a-z\d-]{0,62}[a-z\d])?$/i;

/**
 * Reads what a comment, a review or the text of an issue wants of us: `/catalyst <verb>` at the beginning of its first line, or else one
 * of the mentions (logins, without `@`) as a word of its own anywhere, of which the first counts. A verb counts after a mention that
 * begins its line, and one that takes no words only where none follow: "@catalyst stop using lodash" asks for a change. Takes time as
 * the text is long, whatever the text is.
 */
export function readCommand(text: string, { mentions }: { mentions: readonly string[] }): Reading {
  if (text.length > MAX_TEXT_LENGTH || !/\/catalyst|@/i.test(text)) {
    return { kind: "none" };
  }
  const { lines, shown } = readShownLines(text);
  return readSlash(lines, shown[0]) ?? readMention({ lines, shown, mentions }) ?? { kind: "none" };
}

function readSlash(lines: readonly string[], line: ShownLine | undefined): Reading | null {
  const slash = line?.isWhole === true ? SLASH.exec(line.words)?.[0] : undefined;
  const first = lines.findIndex((it) => it.trim() !== "");
  if (line === undefined || slash === undefined || line.number !== first) {
    return null;
  }
  return readFrom({ lines, line, from: slash.length });
}

function readMention({
  lines,
  shown,
  mentions,
}: {
  lines: readonly string[];
  shown: readonly ShownLine[];
  mentions: readonly string[];
}): Reading | null {
  const names = mentions.filter((name) => NAME.test(name));
  if (names.length === 0) {
    return null;
  }
  // Addresses, paths, teams and longer names aren't meant.
  const mention = new RegExp(String.raw`(?<=^|[\s([{"'*~,;:])@(?:${names.join("|")})(?:\[bot\])?(?![\w@/-])[,:]?`, "i");
  for (const line of shown) {
    const found = mention.exec(line.words);
    if (found !== null) {
      const isFirst = line.isWhole && line.words.slice(0, found.index).trim() === "";
      const read = isFirst ? readFrom({ lines, line, from: found.index + found[0].length }) : null;
      return read !== null && isMeant(read) ? read : freeWords(lines);
    }
  }
  return null;
}

/** Of who is talked to, a word that isn't a command, or has words after it that a command hasn't, is a part of a sentence. */
function isMeant(read: Reading): boolean {
  const isSentence =
    read.kind === "unknown" && (read.problem.kind === "verb_unknown" || read.problem.kind === "words_unexpected");
  return !isSentence && !(read.kind === "command" && read.verb === "help" && read.instruction !== "");
}

function freeWords(lines: readonly string[]): Command {
  return { kind: "command", verb: null, options: NO_OPTIONS, words: "", instruction: lines.join("\n").trim() };
}

function readFrom({ lines, line, from }: Where): Command | UnknownCommand {
  const read = readWords({ text: line.text.slice(from), words: line.words.slice(from) });
  if (read.kind === "problem") {
    return { kind: "unknown", problem: read.problem };
  }
  const { verb, options, words } = read;
  const instruction = [words, ...lines.slice(line.number + 1)].join("\n").trim();
  const rule: CommandRule = COMMANDS[verb];
  if (rule.words === "some_text" && instruction === "") {
    return { kind: "unknown", problem: { kind: "words_missing", verb } };
  }
  return { kind: "command", verb, options, words, instruction };
}
