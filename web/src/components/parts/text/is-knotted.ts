/** No person nests as deep; a few thousand levels end whatever goes through them, by itself or by being drawn. */
const MAX_DEPTH = 40;
const INDENT_OF_LEVEL = 2;
/** Each sign that may open something is looked for an end to the end of its block: so many steps take a fraction of a second. */
const MAX_STEPS = 10_000_000;
const MAX_CELLS = 4000;
const MAX_CHARACTERS = 200_000;

const BLANK_LINES = /\n[ \t\r]*\n/;
const OPENERS = /[*_~[<&]|`+/g;
/** What stands before a line's own text: quotes, entries of lists, footnotes, each within the one before. */
const CONTAINER = /[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)|\[\^[^\]\s]{1,999}\]:)/y;
const INDENT = /^[ \t]*/;

/** Whether reading it as markdown would take so long, or go so deep, that whoever wrote it holds up or ends the page that shows it. */
export function isKnotted(text: string): boolean {
  return (
    text.length > MAX_CHARACTERS ||
    countOf(text, /\|/g) > MAX_CELLS ||
    text.split("\n").some((line) => depthOf(line) > MAX_DEPTH) ||
    stepsOf(text) > MAX_STEPS
  );
}

function depthOf(line: string): number {
  let depth = 0;
  CONTAINER.lastIndex = 0;
  while (depth <= MAX_DEPTH && CONTAINER.test(line)) {
    depth += 1;
  }
  // An entry of a list stands within those that it is indented more than, lines above it.
  return depth === 0 ? 0 : depth + indentOf(line) / INDENT_OF_LEVEL;
}

function indentOf(line: string): number {
  return (INDENT.exec(line)?.[0] ?? "").replaceAll("\t", "    ").length;
}

function stepsOf(text: string): number {
  return text.split(BLANK_LINES).reduce((sum, block) => sum + countOf(block, OPENERS) * block.length, 0);
}

function countOf(text: string, sign: RegExp): number {
  let count = 0;
  for (const _ of text.matchAll(sign)) {
    count += 1;
  }
  return count;
}
