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
