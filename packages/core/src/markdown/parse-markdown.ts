import MarkdownIt, { type Env, type StateInline, type Token } from "markdown-it";

/** A part of a paragraph's text, and what it was read as. */
interface Place {
  from: number;
  to: number;
  tokens: readonly Token[];
}

/** Where marks are noted while one paragraph is read. */
interface Notes {
  root: Token[];
  places: Place[];
  /** How many tokens there were when the last place began. */
  count: number;
}

const NOTES = Symbol("where marks are noted");

/** Of blocks alone: what is within them is read where somebody asks for it. */
const parser = new MarkdownIt({ html: true });
parser.core.ruler.enableOnly(["normalize", "block"]);
// It takes the beginning of a fence for a row. Rows are read as a paragraph's lines.
parser.block.ruler.disable("table");
// It never matches: it is asked first at each place where something may begin, and so learns where.
parser.inline.ruler.before("text", "note_place", (state, isSilent) => {
  if (!isSilent) {
    notePlace(state);
  }
  return false;
});
parser.inline.ruler2.before("balance_pairs", "note_end", (state) => {
  notePlace(state);
  return false;
});

export interface Markdown {
  /** As they are counted by the blocks' `map`. */
  lines: string[];
  blocks: Token[];
  env: Env;
}

/** Markdown in its blocks, in time that grows with the text's length alone, whatever the text is. */
export function parseMarkdown(text: string): Markdown {
  const env: Env = {};
  const blocks = parser.parse(text, env);
  return { lines: text.split(/\r\n?|\n/), blocks, env };
}

/** What the text of a paragraph, heading or cell is made of: its places together are the whole text. */
export function readPlaces(content: string, { env }: Pick<Markdown, "env">): Place[] {
  const notes: Notes = { root: [], places: [], count: 0 };
  parser.inline.parse(content, parser, { ...env, [NOTES]: notes }, notes.root);
  return notes.places;
}

function notePlace({ env, tokens, pos }: StateInline): void {
  const notes = env[NOTES] as Notes;
  // The words of an image are read as a text of their own.
  if (tokens !== notes.root) {
    return;
  }
  const last = notes.places.at(-1);
  if (last !== undefined) {
    last.to = pos;
    last.tokens = tokens.slice(notes.count);
  }
  notes.count = tokens.length;
  notes.places.push({ from: pos, to: pos, tokens: [] });
}

export interface Fence {
  /** Its first line, and the one after its last. */
  map: [number, number];
  /** The line that is missing to end it; none where it ends, or where what it stands in ends it. */
  closing: [string] | [];
}

/** Reads neither HTML nor definitions of links: what a text consists of in which both are broken. */
const plainParser = new MarkdownIt({ html: false });
plainParser.core.ruler.enableOnly(["normalize", "block"]);
plainParser.block.ruler.disable(["reference", "table"]);

/** The fences of a text in which nothing else than fences, lists and quotes has a meaning. */
export function parseFences(text: string): Fence[] {
  const lines = text.split("\n");
  return plainParser.parse(text, {}).flatMap(({ type, map, level, markup }): Fence[] => {
    if (type !== "fence" || map === null) {
      return [];
    }
    const isOpen = level === 0 && !isClosing(lines[map[1] - 1] ?? "", markup);
    return [{ map, closing: isOpen || (level === 0 && map[1] === map[0] + 1) ? [markup] : [] }];
  });
}

/** A fence ends at a line of nothing but its mark, or more of it. */
function isClosing(line: string, markup: string): boolean {
  const mark = line.trim();
  return /^ {0,3}\S/.test(line) && mark.startsWith(markup) && mark === (markup[0] ?? "").repeat(mark.length);
}
