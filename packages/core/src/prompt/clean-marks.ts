const VALUE = String.raw`"[^"]*"|'[^']*'|[^\s"'=<>${"`"}]+`;
const ATTRIBUTE = String.raw`\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:${VALUE}))?`;
const ATTRIBUTES = new RegExp(ATTRIBUTE, "g");
/** These say where a link leads and what a picture is. */
const SHOWN_ATTRIBUTE = /^\s+(?:href|src)\s*=\s*(?:"[^"\s]*"|'[^'\s]*'|[^"'\s]+)$/i;
/** What the marks of Markdown and HTML mean, the first one that fits at each place. */
const MARK = new RegExp(
  [
    // What stands after a backslash is shown.
    String.raw`\\[!-/:-@[-${"`"}{-~]`,
    "(?<ticks>`+)",
    "(?<comment><!--)",
    String.raw`(?<declaration><\?|<![A-Za-z[])`,
    String.raw`(?<tag><[A-Za-z][A-Za-z0-9-]*)(?<attributes>(?:${ATTRIBUTE})+)\s*(?<close>/?>)`,
    // What an image shows only where it can't be had.
    String.raw`(?<image>!\[)(?:[^[\]]|\[[^[\]]*\])+(?=\]\(|\]\[[^\]])`,
    // What a link shows to who stays on it.
    String.raw`(?<target>\]\([ \t]*(?:<[^<>\n]*>|[^\s()<>]+))\s+(?:"[^"]*"|'[^']*'|\([^()]*\))\s*\)`,
  ].join("|"),
  "g",
);

export interface CleanedMarks {
  text: string;
  comments: number;
  others: number;
}

/** A part of Markdown, without what its marks and those of HTML hide. `isHtml`: it is a block in which those of Markdown mean nothing. */
export function cleanMarks(part: string, isHtml: boolean): CleanedMarks {
  const read = markReader(part, isHtml);
  const cleaned = { text: "", comments: 0, others: 0 };
  let at = 0;
  for (MARK.lastIndex = 0; ; MARK.lastIndex = at) {
    const match = MARK.exec(part);
    if (match === null) {
      cleaned.text += part.slice(at);
      return cleaned;
    }
    const { end, shown } = read(match);
    cleaned.text += part.slice(at, match.index) + shown;
    if (shown !== part.slice(match.index, end)) {
      cleaned[match.groups?.comment === undefined ? "others" : "comments"] += 1;
    }
    at = end;
  }
}

/** Says where a mark ends, and what a page shows of it. To be asked from the start on. */
function markReader(part: string, isHtml: boolean): (match: RegExpExecArray) => { end: number; shown: string } {
  const findClosing = isHtml ? () => null : closings(part);
  const lastEnd = part.lastIndexOf(">");
  const lastCommentEnd = part.lastIndexOf("-->");
  return (match) => {
    const { 0: whole, index } = match;
    const { ticks, comment, declaration } = match.groups ?? {};
    const asItIs = (end: number) => ({ end, shown: part.slice(index, end) });
    if (ticks !== undefined) {
      return asItIs(findClosing(index, ticks.length) ?? index + whole.length);
    }
    if (isHtml && whole.startsWith("\\")) {
      return asItIs(index + 1);
    }
    if (comment !== undefined && index <= lastCommentEnd) {
      return { end: endOfComment(part, index), shown: "" };
    }
    if (declaration !== undefined && index < lastEnd) {
      // Browsers end all of them here.
      return { end: part.indexOf(">", index) + 1, shown: "" };
    }
    return { end: index + whole.length, shown: seen(match) };
  };
}

/** `<!-->` and `<!--->` are whole ones. */
function endOfComment(part: string, from: number): number {
  const short = /^<!--(?:-?>)/.exec(part.slice(from, from + 6))?.[0];
  return short === undefined ? part.indexOf("-->", from + 4) + 3 : from + short.length;
}

/** What a page shows of a mark. */
function seen({ 0: whole, groups = {} }: RegExpExecArray): string {
  const { tag, attributes = "", close, image, target } = groups;
  if (tag !== undefined) {
    const shown = (attributes.match(ATTRIBUTES) ?? []).filter((one) => SHOWN_ATTRIBUTE.test(one)).join("");
    return shown === attributes ? whole : `${tag}${shown}${close}`;
  }
  return image ?? (target === undefined ? whole : `${target})`);
}

/** Where a code span ends that begins with so many backticks: after the next run of as many. To be asked from the start on. */
function closings(text: string): (from: number, length: number) => number | null {
  const runs = new Map<number, { places: number[]; next: number }>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) {
    const known = runs.get(run.length);
    if (known === undefined) {
      runs.set(run.length, { places: [index], next: 0 });
    } else {
      known.places.push(index);
    }
  }
  return (from, length) => {
    const known = runs.get(length) ?? { places: [], next: 0 };
    while ((known.places[known.next] ?? Number.POSITIVE_INFINITY) <= from) {
      known.next += 1;
    }
    const place = known.places[known.next];
    return place === undefined ? null : place + length;
  };
}
