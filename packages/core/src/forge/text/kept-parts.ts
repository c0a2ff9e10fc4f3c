/** A part of a text. */
export interface Part {
  from: number;
  to: number;
}

const PARAGRAPH = /[^\n]+(?:\n[^\n]*\S[^\n]*)*/g;
const MARKS = /`+/g;
const BARE_ADDRESS = /https:\/\/[^\s<]{1,2000}/g;
/** Where it turns out to be none, its address is one that ends at the next blank, whatever marks of code come before. */
const LINK = /\]\((https:\/\/[\w.~:/?#%&=+,;-]{1,2000})\)(?![^\s<]{0,2000}`)/g;
/** Before a number, a mark may be read as one of an issue where the address isn't read as one. */
const PLAIN_ADDRESS = /^(?:[\w.~:/?%&=+,;-]|#(?!\d))+$/;
const NOT_OF_ADDRESS = /[?!.,:*_~'")\]]+$/;

/**
 * Spans of code, where nothing that is written differently could be taken for one: each within its line, of single marks. Of a
 * paragraph with any other mark there is none.
 */
export function findCodeSpans(text: string): Part[] {
  return [...text.matchAll(PARAGRAPH)].flatMap(({ 0: paragraph, index }) => {
    const spans = paragraph.split("\n").map(spansOf);
    if (spans.includes(null)) {
      return [];
    }
    let start = index;
    return paragraph.split("\n").flatMap((line, number) => {
      const from = start;
      start += line.length + 1;
      return (spans[number] ?? []).map((span) => ({ from: from + span.from, to: from + span.to }));
    });
  });
}

/** null: it isn't certain what they are. */
function spansOf(line: string): Part[] | null {
  const marks = [...line.matchAll(MARKS)];
  const isPlain = marks.length % 2 === 0 && marks.every(([mark]) => mark.length === 1) && !/\\`/.test(line);
  // A cell of a table ends within a span, too.
  if (!isPlain || (marks.length > 0 && line.includes("|"))) {
    return null;
  }
  return marks.flatMap(({ index }, at) =>
    at % 2 === 0 ? [{ from: index, to: (marks[at + 1]?.index ?? index) + 1 }] : [],
  );
}

/** Links to an address that begins with one of those, with and without words of their own. */
export function findLinks(text: string, links: readonly string[]): Part[] {
  const prefixes = links.map((link) => new URL(link));
  const written = [...text.matchAll(LINK)].flatMap(({ 0: link, 1: address = "", index }) =>
    isBelow(address, prefixes) ? [{ from: index, to: index + link.length }] : [],
  );
  const bare = [...text.matchAll(BARE_ADDRESS)].flatMap(({ 0: found, index }) => {
    const address = found.replace(NOT_OF_ADDRESS, "");
    return isBelow(address, prefixes) ? [{ from: index, to: index + address.length }] : [];
  });
  return [...written, ...bare];
}

function isBelow(address: string, prefixes: readonly URL[]): boolean {
  if (!PLAIN_ADDRESS.test(address) || !URL.canParse(address)) {
    return false;
  }
  const { origin, pathname } = new URL(address);
  return prefixes.some((prefix) => origin === prefix.origin && isWithin(pathname, prefix.pathname));
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith("/") ? folder : `${folder}/`);
}
