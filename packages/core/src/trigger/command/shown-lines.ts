import type { Token } from "markdown-it";
import { type Markdown, parseMarkdown, readPlaces } from "../../markdown/parse-markdown.ts";
import { findMailReply } from "./find-mail-reply.ts";

/** A line of somebody's own words. */
export interface ShownLine {
  /** Of the text's lines, from 0. */
  number: number;
  text: string;
  /** As long as the text, with `MARK` for all of code, links, images, HTML and escapes. */
  words: string;
  /** Nothing stands before it on its line of the text: no mark of a list or heading. */
  isWhole: boolean;
}

const MARK = "\ufffc";

/** Tags between which are others' words, or what isn't shown as words. */
const TAGS =
  /<(\/?)(?:blockquote|details|pre|code|samp|kbd|tt|q|a|s|del|script|style|textarea|template|title|svg|math)(?![\w-])/gi;
const PLAIN = /^(?:text|softbreak|hardbreak|(?:em|strong|s)_(?:open|close))$/;

/**
 * Where the author of a text speaks: `lines` are all before what an e-mail answers, `shown` those of them that are no code, quote
 * or HTML. What isn't certain is left out.
 */
export function readShownLines(text: string): { lines: string[]; shown: ShownLine[] } {
  const markdown = parseMarkdown(text);
  const end = findMailReply(markdown.lines);
  const shown: ShownLine[] = [];
  let quotes = 0;
  let tags = 0;
  for (const block of markdown.blocks) {
    if (block.type === "blockquote_open" || block.type === "blockquote_close") {
      quotes += block.nesting;
    } else if (block.type === "html_block") {
      tags = followTags(block.content, tags);
    } else if (block.type === "inline") {
      const read = blankMarks(block, { markdown, tags });
      tags = read.tags;
      shown.push(...(quotes > 0 ? [] : splitLines(block, read.words, markdown)));
    }
  }
  return { lines: markdown.lines.slice(0, end), shown: shown.filter(({ number }) => number < end) };
}

/** How many of these tags are open after it. What is never closed is open to the text's end. */
function followTags(html: string, tags: number): number {
  return [...html.matchAll(TAGS)].reduce((open, [, slash]) => Math.max(0, open + (slash === "/" ? -1 : 1)), tags);
}

function blankMarks(
  { content }: Token,
  { markdown, tags }: { markdown: Markdown; tags: number },
): { words: string; tags: number } {
  let words = "";
  let links = 0;
  let open = tags;
  for (const { from, to, tokens } of readPlaces(content, markdown)) {
    const isPlain = links === 0 && open === 0 && tokens.every(({ type }) => PLAIN.test(type));
    const part = content.slice(from, to);
    words += isPlain ? part : part.replaceAll(/[^\n]/g, MARK);
    for (const { type, nesting, content: html } of tokens) {
      links += type === "link_open" || type === "link_close" ? nesting : 0;
      open = type === "html_inline" ? followTags(html, open) : open;
    }
  }
  // Forges make links of these, too.
  return { words: words.replaceAll(/(?:https?:\/\/|www\.)\S*/gi, (link) => MARK.repeat(link.length)), tags: open };
}

function splitLines({ content, map }: Token, words: string, { lines }: Markdown): ShownLine[] {
  if (map === null) {
    return [];
  }
  const blanked = words.split("\n");
  return content.split("\n").map((text, index) => ({
    number: map[0] + index,
    text,
    words: blanked[index] ?? "",
    isWhole: lines[map[0] + index]?.trimStart().startsWith(text.trimStart()) ?? false,
  }));
}
